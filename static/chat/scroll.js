/** Where the conversation stands: it follows new replies, but never a reader's eyes away. */
import { byId, on } from "./dom.js";

const NEAR = 90;
const MARGIN = 18;
const log = byId("log");
const jump = byId("jump");
/** @type {Element | null} */
let held = null;
/** @type {Element | null} */
let unseen = null;
/** Where the log was put last from here; elsewhere the reader has taken it. */
let ours = 0;

const bottom = () => log.scrollHeight - log.clientHeight;

/** Whether the end of the conversation is in sight. */
export const atEnd = () => held !== null || bottom() - log.scrollTop < NEAR;

/** Shows a message from its top, or as much of it as there is. @param {Element} message */
export function show(message) {
  held = message;
  unseen = null;
  jump.hidden = true;
  align();
}

/** Goes to a message to read it: what comes meanwhile is offered. @param {Element} message */
export function lookAt(message) {
  held = message;
  align();
  held = null;
}

/** Offers a message that came while the reader was elsewhere. @param {Element} message */
export function offer(message) {
  // The one that was offered may have been replaced by its finished form.
  if (!unseen?.isConnected) unseen = message;
  jump.hidden = false;
}

/** Changes the log without moving what is being read. @param {() => void} change */
export function inPlace(change) {
  const before = log.scrollHeight;
  change();
  log.scrollTop += log.scrollHeight - before;
}

function align() {
  if (!held?.isConnected) return;
  const top = held.getBoundingClientRect().top - log.getBoundingClientRect().top;
  log.scrollTop = Math.min(bottom(), log.scrollTop + top - MARGIN);
  ours = log.scrollTop;
}

const release = () => {
  held = null;
};
for (const gesture of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  log.addEventListener(gesture, release, { passive: true });
}
log.addEventListener(
  "scroll",
  () => {
    // By a key, the scroll bar, a search in the page, a screen reader.
    if (Math.abs(log.scrollTop - ours) > NEAR) held = null;
    if (bottom() - log.scrollTop < NEAR) {
      jump.hidden = true;
      unseen = null;
    }
  },
  { passive: true },
);
new ResizeObserver(align).observe(byId("lane"));
on("jump", () => {
  if (unseen) show(unseen);
});
