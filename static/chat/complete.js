/** Completion in the message box: `/` for commands, `@` for columns. */
import { byId, copyOf, on, part } from "./dom.js";

/**
 * @typedef {{name: string, kind?: string, hint?: string, title?: string}} Word
 * @typedef {{commands: Word[], columns: Word[], examples: string[]}} Vocabulary
 */

const MOST = 60;
/** @type {Record<string, string>} */
const SIGNS = {
  integer: "#",
  number: "#",
  boolean: "✓",
  datetime: "▦",
  category: "Aa",
  text: "¶",
  identifier: "id",
};
const box = /** @type {HTMLTextAreaElement} */ (byId("message"));
const popover = byId("completion");
const list = byId("completion-list");
/** @type {Promise<Vocabulary> | undefined} */
let vocabulary;
/** @type {{start: number, items: Word[], at: number, insert: (word: Word) => string} | undefined} */
let open;

/** Asks for the words again: there is another dataset. */
export function refresh() {
  vocabulary = undefined;
}

export const isOpen = () => Boolean(open);

export function close() {
  open = undefined;
  popover.hidden = true;
  box.removeAttribute("aria-activedescendant");
}

/** @returns {Promise<Vocabulary>} */
function load() {
  vocabulary ??= fetch(`/c/${document.body.dataset.conversation}/vocabulary/`)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .catch(() => {
      vocabulary = undefined;
      return { commands: [], columns: [], examples: [] };
    });
  return vocabulary;
}

/** A column as it is written in a message: with spaces, in backquotes. @param {Word} column */
const written = ({ name }) => (/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) ? name : `\`${name}\``);

/** @param {Word[]} words @param {string} typed */
function matching(words, typed) {
  const sought = typed.toLowerCase();
  const rank = (/** @type {Word} */ word) => {
    const name = word.name.toLowerCase().replace(/^\//, "");
    // The very word comes first, then what begins with it, then what holds it.
    return name === sought ? 0 : name.startsWith(sought) ? 1 : name.includes(sought) ? 2 : -1;
  };
  return words
    .map((word) => ({ word, place: rank(word) }))
    .filter(({ place }) => place >= 0)
    .sort((a, b) => a.place - b.place)
    .slice(0, MOST)
    .map(({ word }) => word);
}

async function look() {
  const before = box.value.slice(0, box.selectionStart);
  const command = /^\s*\/([\w-]*)$/.exec(before);
  const column = /(?:^|[\s(,])@([^\s@`]*)$/.exec(before);
  const found = command ?? column;
  if (!found) return close();
  const words = await load();
  if (before !== box.value.slice(0, box.selectionStart)) return undefined;
  const items = matching(command ? words.commands : words.columns, found[1]);
  if (!items.length) return close();
  const start = before.length - found[1].length - 1;
  open = { start, items, at: 0, insert: command ? (word) => word.name : written };
  const title = command ? "Commands" : `Columns in ${byId("dataset-name").textContent}`;
  byId("completion-title").textContent = title;
  return render();
}

function render() {
  list.replaceChildren(...(open?.items ?? []).map(option));
  popover.hidden = false;
  select(0);
}

/** @param {Word} word @param {number} index */
function option(word, index) {
  const item = copyOf("option");
  const sign = /** @type {HTMLElement} */ (item.querySelector(".sign"));
  item.id = `option-${index}`;
  sign.textContent = SIGNS[word.kind ?? ""] ?? "";
  sign.hidden = !word.kind;
  part(item, "b").textContent = word.name;
  part(item, ".note").textContent = word.hint ?? word.title ?? "";
  item.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    select(index);
    accept();
  });
  return item;
}

/** @param {number} index */
function select(index) {
  if (!open) return;
  open.at = (index + open.items.length) % open.items.length;
  [...list.children].forEach((item, place) =>
    item.setAttribute("aria-selected", String(place === open?.at)),
  );
  box.setAttribute("aria-activedescendant", `option-${open.at}`);
  list.children[open.at].scrollIntoView({ block: "nearest" });
}

function accept() {
  if (!open) return;
  const text = `${open.insert(open.items[open.at])} `;
  box.setRangeText(text, open.start, box.selectionStart, "end");
  close();
  box.dispatchEvent(new Event("input"));
}

/** A command typed to its end needs no completion: Enter sends it. */
const isWhole = () =>
  open?.items[open.at].name.toLowerCase() === box.value.trim().toLowerCase();

box.addEventListener("keydown", (event) => {
  if (!open || event.isComposing) return undefined;
  if (event.key === "Enter" && isWhole()) return close();
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) select(open.at + moves[/** @type {keyof typeof moves} */ (event.key)]);
  else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) accept();
  else if (event.key === "Escape") close();
  else return undefined;
  event.preventDefault();
  return event.stopPropagation();
});
box.addEventListener("input", look);
box.addEventListener("blur", close);
box.addEventListener(
  "focus",
  async () => {
    const [example] = (await load()).examples;
    if (example) box.placeholder = `Ask about your data: “${example}”`;
  },
  { once: true },
);
on("complete", (button) => {
  const trigger = button.dataset.trigger ?? "";
  box.focus();
  if (trigger === "/") box.setRangeText("/", 0, box.value.length, "end");
  else {
    const gap = box.value && !/\s$/.test(box.value) ? " " : "";
    box.setRangeText(`${gap}@`, box.selectionStart, box.selectionEnd, "end");
  }
  box.dispatchEvent(new Event("input"));
});
