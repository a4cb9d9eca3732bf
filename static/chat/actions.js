/** What can be done with an answer: copy it, its tables, its script. */
import { on, speak } from "./dom.js";

/** @param {HTMLElement} button @param {string | Promise<string>} text */
async function copy(button, text) {
  try {
    await write(await text);
    button.classList.add("done");
    speak("Copied");
  } catch {
    speak("The browser did not allow copying.");
  }
  setTimeout(() => button.classList.remove("done"), 1500);
}

/** The clipboard interface exists only on https and localhost. @param {string} text */
async function write(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done ? undefined : Promise.reject(new Error("copy"));
}

/** Formatted text, with what stands for it elsewhere. @param {string} html @param {string} text */
async function writeRich(html, text) {
  /** @type {[string, string][]} */
  const forms = [["text/html", html], ["text/plain", text]];
  if (navigator.clipboard && window.ClipboardItem) {
    const blobs = forms.map(([type, content]) => [type, new Blob([content], { type })]);
    return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  }
  /** @param {ClipboardEvent} event */
  const put = (event) => {
    for (const [type, content] of forms) event.clipboardData?.setData(type, content);
    event.preventDefault();
  };
  document.addEventListener("copy", put, { once: true });
  return document.execCommand("copy") ? undefined : Promise.reject(new Error("copy"));
}

/** @param {HTMLElement} button */
const messageOf = (button) => /** @type {HTMLElement} */ (button.closest(".message"));

/** A file of a message. @param {HTMLElement} button @param {string} name */
async function fileOf(button, name) {
  const answer = await fetch(`/messages/${messageOf(button).dataset.id}/${name}`);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

on("copy-reply", (button) => copy(button, fileOf(button, "answer.md")));
on("copy-latex", (button) => copy(button, fileOf(button, "answer.tex")));
on("copy-csv", (button) => {
  const tables = [...messageOf(button).querySelectorAll("[data-table]")];
  const texts = tables.map((_, number) => fileOf(button, `table-${number}.csv`));
  copy(button, Promise.all(texts).then((all) => all.join("\n").replaceAll("\ufeff", "")));
});
on("copy-word", async (button) => {
  try {
    await writeRich(...(await Promise.all([fileOf(button, "answer.html"), fileOf(button, "answer.md")])));
    speak("Copied");
  } catch {
    speak("The browser did not allow copying.");
  }
});
on("copy-table", (button) => {
  const rows = [...(button.closest("[data-table]")?.querySelectorAll("tr") ?? [])];
  const lines = rows.map((row) => [...row.cells].map((cell) => cell.textContent?.trim()).join("\t"));
  copy(button, lines.join("\n"));
});
on("copy-code", (button) => {
  copy(button, button.closest(".source")?.querySelector("pre")?.textContent ?? "");
});
