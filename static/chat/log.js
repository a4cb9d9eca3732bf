/** The conversation: applies what the server tells to the list of messages. */
import * as charts from "./charts.js";
import { byId, copyOf, elementsOf, on, part, speak } from "./dom.js";
import { atEnd, inPlace, offer, show } from "./scroll.js";

/** @typedef {import("./socket.js").Frame} Frame */

const lane = byId("lane");
/** @type {Map<string, number>} */
const startedAt = new Map();
/** @type {Map<string, number>} */
const announced = new Map();

/** @param {string} cid */
const ofClient = (cid) =>
  lane.querySelector(`[data-cid="${CSS.escape(cid)}"]`);

/** The run that is on its way, if there is one. @returns {string | undefined} */
export const running = () =>
  /** @type {HTMLElement | null} */ (lane.querySelector("[data-run].message"))?.dataset.run;

/** The last thing the person wrote. */
export function lastText() {
  const mine = [...lane.querySelectorAll(".mine[data-text]")];
  return mine.map((element) => element.getAttribute("data-text")).filter(Boolean).at(-1) ?? "";
}

/** Shows a message before the server has it. @param {string} cid @param {string} text */
export function echo(cid, text) {
  const message = copyOf("echo-message");
  message.dataset.cid = cid;
  message.dataset.text = text;
  part(message, "p").textContent = text;
  place(message);
  think(true);
  return message;
}

/** Adds a message of this page's own. @param {HTMLElement} message */
export function place(message) {
  byId("empty").hidden = true;
  lane.append(message);
  show(message);
  changed();
}

/** @param {Frame} frame */
export function apply(frame) {
  if (frame.op === "append" || frame.op === "replace") put(frame);
  else if (frame.op === "progress") progress(frame);
  else if (frame.op === "error") refused(frame);
}

/** @param {Frame} frame */
function put(frame) {
  const follow = atEnd();
  const [message] = /** @type {HTMLElement[]} */ (elementsOf(frame.html ?? ""));
  if (!message) return;
  const place = document.getElementById(`m${frame.id}`) ?? (frame.cid && ofClient(frame.cid));
  const isReply = message.classList.contains("reply");
  byId("empty").hidden = true;
  if (isReply) think(false);
  if (place) {
    charts.unmount(place);
    place.replaceWith(message);
  } else {
    lane.append(message);
  }
  if (!isReply && !place) think(true);
  charts.mount(message);
  if (follow) show(message);
  else if (isReply) offer(message);
  if (isReply && !message.dataset.run) speak(message.dataset.summary ?? "");
  changed();
}

/** @param {Frame} frame */
function progress({ run = "", fraction = null, label = "", news = "" }) {
  const card = lane.querySelector(`[data-progress="${CSS.escape(run)}"]`);
  if (!card) return;
  const bar = /** @type {HTMLProgressElement} */ (card.querySelector("progress"));
  const output = part(card, "[data-percent]");
  if (label) part(card, "[data-label]").textContent = label;
  if (fraction === null) bar.removeAttribute("value");
  else bar.value = 100 * fraction;
  const told = /** @type {HTMLElement} */ (card.querySelector("[data-news]"));
  if (news) told.replaceChildren(...elementsOf(news));
  told.hidden = !told.firstChild;
  output.textContent = fraction === null ? "" : `${Math.round(100 * fraction)} %`;
  const quarter = Math.floor(4 * (fraction ?? 0));
  if (quarter > (announced.get(run) ?? 0)) {
    announced.set(run, quarter);
    speak(`${label}: ${25 * quarter} %`);
  }
}

/** @param {Frame} frame */
function refused({ cid, text = "This could not be sent." }) {
  think(false);
  const message = cid && ofClient(cid);
  speak(text);
  if (!message) return;
  message.classList.add("failed");
  const note = /** @type {HTMLElement} */ (message.querySelector(".unsent"));
  if (!note) return;
  note.hidden = false;
  part(note, "span").textContent = text;
}

/** Three dots until the first word of a reply. @param {boolean} wanted */
function think(wanted) {
  lane.querySelector(".thinking")?.remove();
  if (wanted) lane.append(copyOf("thinking"));
}

function changed() {
  lane.setAttribute("aria-busy", String(Boolean(running())));
  document.dispatchEvent(new CustomEvent("log:changed"));
}

on("older", async (button) => {
  const first = lane.querySelector("[data-id]")?.getAttribute("data-id");
  const id = document.body.dataset.conversation;
  const answer = await fetch(`/c/${id}/older/?before=${first}`);
  const messages = answer.ok ? elementsOf(await answer.text()) : [];
  inPlace(() => lane.prepend(...messages));
  for (const message of messages) charts.mount(message);
  if (answer.headers.get("X-Older") !== "1") button.remove();
});

setInterval(() => {
  for (const card of lane.querySelectorAll("[data-progress]")) {
    const run = card.getAttribute("data-progress") ?? "";
    if (!startedAt.has(run)) startedAt.set(run, Date.now());
    const seconds = Math.round((Date.now() - (startedAt.get(run) ?? 0)) / 1000);
    const words = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    part(card, "[data-elapsed]").textContent = seconds ? words : "";
  }
}, 1000);

charts.mount(lane);
if (lane.lastElementChild) show(lane.lastElementChild);
