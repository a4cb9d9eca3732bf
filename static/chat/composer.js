/** The message box: sending, stopping, drafts, and the last message again. */
import { byId, on, uuid } from "./dom.js";
import { echo, lastText, running } from "./log.js";

/** @typedef {import("./socket.js").Socket} Socket */

const box = /** @type {HTMLTextAreaElement} */ (byId("message"));
const send = byId("send");
const draft = `draft:${document.body.dataset.conversation}`;
const touch = matchMedia("(pointer: coarse)");
/** @type {Socket} */
let socket;

/** @param {Socket} opened */
export function start(opened) {
  socket = opened;
  box.value = sessionStorage.getItem(draft) ?? "";
  fit();
  mode();
  if (!touch.matches) box.focus();
  for (const frame of socket.outbox.values()) again(frame);
}

/** Shows what was sent before a reload and not yet answered. @param {any} frame */
function again(frame) {
  if (document.querySelector(`[data-cid="${CSS.escape(frame.cid)}"]`)) socket.settle(frame.cid);
  else if (frame.op === "say") echo(frame.cid, frame.text);
}

/** Sends a message as if it had been typed. @param {string} text */
export function say(text) {
  const cid = uuid();
  echo(cid, text);
  socket.send({ op: "say", cid, text });
}

/** Puts words where the caret is. @param {string} words */
export function insert(words) {
  const before = box.value.slice(0, box.selectionStart);
  const gap = before && !/\s$/.test(before) ? " " : "";
  box.setRangeText(`${gap}${words} `, box.selectionStart, box.selectionEnd, "end");
  box.focus();
  box.dispatchEvent(new Event("input"));
}

/** Stops what is running. */
export function stop() {
  const run = running();
  if (run) socket.send({ op: "cancel", run });
}

function submit() {
  const text = box.value.trim();
  if (!text) return stop();
  box.value = "";
  box.dispatchEvent(new Event("input"));
  return say(text);
}

function fit() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

/** With an empty box and something running, the button stops it. */
function mode() {
  const stops = Boolean(running()) && !box.value.trim();
  send.dataset.mode = stops ? "stop" : "send";
  send.setAttribute("aria-label", stops ? "Stop" : "Send");
}

box.addEventListener("input", () => {
  sessionStorage.setItem(draft, box.value);
  fit();
  mode();
});
box.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey && !touch.matches) {
    event.preventDefault();
    if (box.value.trim()) submit();
  } else if (event.key === "ArrowUp" && !box.value) {
    event.preventDefault();
    box.value = lastText();
    box.dispatchEvent(new Event("input"));
  }
});
byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
document.addEventListener("log:changed", mode);

on("cancel", (button) => {
  /** @type {HTMLButtonElement} */ (button).disabled = true;
  socket.send({ op: "cancel", run: button.dataset.run });
});
on("resend", (button) => {
  const message = /** @type {HTMLElement} */ (button.closest(".message"));
  message.remove();
  say(message.dataset.text ?? "");
});
on("choose", (button) => {
  const group = /** @type {HTMLElement} */ (button.closest(".choices"));
  if (group.classList.contains("question")) {
    for (const other of group.querySelectorAll("button")) other.disabled = true;
  }
  const cid = uuid();
  const { message, value } = button.dataset;
  echo(cid, button.textContent?.trim() ?? "");
  socket.send({ op: "choose", cid, message: Number(message), value });
});
on("sample", (button) => {
  const cid = uuid();
  echo(cid, `Use the sample “${button.querySelector("b")?.textContent ?? ""}”`);
  socket.send({ op: "sample", cid, name: button.dataset.name });
});
on("again", (button) => {
  let message = button.closest(".message")?.previousElementSibling;
  while (message && !message.matches(".mine[data-text]")) message = message.previousElementSibling;
  const text = message?.getAttribute("data-text");
  if (text) say(text);
});
