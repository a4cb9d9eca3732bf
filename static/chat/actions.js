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

/** @param {string | undefined} id */
async function answerOf(id) {
  const answer = await fetch(`/messages/${id}/answer.md`);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

on("copy-reply", (button) => {
  const id = /** @type {HTMLElement} */ (button.closest(".message")).dataset.id;
  copy(button, answerOf(id));
});
on("copy-table", (button) => {
  const rows = [...(button.closest("[data-table]")?.querySelectorAll("tr") ?? [])];
  const lines = rows.map((row) => [...row.cells].map((cell) => cell.textContent?.trim()).join("\t"));
  copy(button, lines.join("\n"));
});
on("copy-code", (button) => {
  copy(button, button.closest(".source")?.querySelector("pre")?.textContent ?? "");
});
