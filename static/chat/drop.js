/** Files that are dropped on the page or pasted into it. */
import { send } from "./upload.js";

const root = document.documentElement;
/** How many nested elements the file is over. */
let depth = 0;

/** @param {DragEvent} event */
const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

/** @param {number} value */
function over(value) {
  depth = Math.max(0, value);
  root.toggleAttribute("data-dropping", depth > 0);
}

addEventListener("dragenter", (event) => {
  if (hasFiles(event)) over(depth + 1);
});
addEventListener("dragleave", (event) => {
  if (hasFiles(event)) over(depth - 1);
});
addEventListener("dragover", (event) => {
  if (hasFiles(event)) event.preventDefault();
});
addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  over(0);
  send(event.dataTransfer?.files ?? []);
});
addEventListener("paste", (event) => {
  const files = event.clipboardData?.files ?? [];
  if (!files.length) return;
  event.preventDefault();
  send(files);
});
