/** Keys of the whole page; their list is the sheet that `?` opens. */
import { stop } from "./composer.js";
import { byId, csrfToken, on, speak } from "./dom.js";
import { running } from "./log.js";
import { covers, toggle } from "./panel.js";
import { lookAt } from "./scroll.js";

const root = document.documentElement;

/** @param {string} id */
const dialog = (id) => /** @type {HTMLDialogElement} */ (byId(id));

/** Closes whatever lies over the conversation; says whether there was something. */
function dismiss() {
  const over = root.dataset.rail === "on" || covers();
  delete root.dataset.rail;
  if (covers()) toggle(false);
  return over;
}

/** Goes to the reply before or after the one in sight. @param {number} step */
function step(step) {
  const top = byId("log").getBoundingClientRect().top + 30;
  const replies = [...document.querySelectorAll(".reply:not(.thinking)")];
  const tops = replies.map((reply) => reply.getBoundingClientRect().top);
  const index = step > 0 ? tops.findIndex((y) => y > top) : tops.findLastIndex((y) => y < top - 20);
  const reply = /** @type {HTMLElement | undefined} */ (replies[index]);
  if (!reply) return;
  lookAt(reply);
  reply.focus({ preventScroll: true });
}

/** @param {Event} event */
function escape(event) {
  if (dismiss() || !running()) return;
  // Or the browser would close the question with the same stroke.
  event.preventDefault();
  const ask = dialog("stop");
  ask.returnValue = "";
  ask.showModal();
}

/** @type {Record<string, () => void>} */
const KEYS = {
  "/": () => byId("message").focus(),
  "?": () => dialog("shortcuts").showModal(),
  "[": () => step(-1),
  "]": () => step(1),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    /** @type {HTMLFormElement} */ (byId("new-analysis")).requestSubmit();
  } else if (event.key === "Escape") {
    escape(event);
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key in KEYS) {
    const target = /** @type {Element} */ (event.target);
    if (target.matches("input, textarea, select")) return;
    event.preventDefault();
    KEYS[event.key]();
  }
});
dialog("stop").addEventListener("close", () => {
  if (dialog("stop").returnValue === "stop") stop();
});

on("shortcuts", () => dialog("shortcuts").showModal());
on("rename", () => dialog("rename").showModal());
on("delete", () => dialog("delete").showModal());
on("telegram", async () => {
  const answer = await fetch(`/c/${document.body.dataset.conversation}/telegram/`, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken() },
  });
  if (!answer.ok) return speak("The link could not be made. Reload the page and try again.");
  const { url, minutes } = await answer.json();
  /** @type {HTMLAnchorElement} */ (byId("telegram-link")).href = url;
  byId("telegram-minutes").textContent = minutes;
  dialog("telegram").showModal();
});
on("rail", () => {
  root.dataset.rail = "on";
  /** @type {HTMLElement | null} */ (document.querySelector("#rail a, #rail button"))?.focus();
});
on("dismiss", (element) => {
  element.closest("dialog")?.close();
  dismiss();
});
