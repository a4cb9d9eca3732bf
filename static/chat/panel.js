/** The dataset panel: columns, rows, models, and the list of datasets in the rail. */
import { byId, copyOf, on, part } from "./dom.js";
import { insert, say } from "./composer.js";
import { Grid } from "./grid.js";

const root = document.documentElement;
const panel = byId("panel");
const overlay = matchMedia("(max-width: 1180px)");

const isShown = () => getComputedStyle(panel).display !== "none";
const dataset = () => /** @type {HTMLElement | null} */ (panel.querySelector("[data-dataset]"));

/** @param {boolean} wanted */
export function toggle(wanted) {
  root.dataset.panel = wanted ? "open" : "off";
  document.querySelector(".top [data-op=panel]")?.setAttribute("aria-expanded", String(wanted));
}

/** Whether the panel lies over the conversation now. */
export const covers = () => overlay.matches && isShown();

/** Shows a dataset in the panel. @param {string} id */
export async function load(id) {
  const answer = await fetch(`/datasets/${id}/panel/`);
  if (!answer.ok) return;
  const open = dataset()?.dataset.dataset === id && panel.querySelector("[aria-selected=true]")?.id;
  panel.innerHTML = await answer.text();
  if (open) select(byId(open));
}

/** The conversation has a dataset now. @param {string} id @param {string} name */
export async function use(id, name) {
  byId("dataset-name").textContent = name;
  document.body.dataset.dataset = id;
  await load(id);
  if (root.dataset.panel === "off") root.dataset.panel = "on";
  list(id, name, dataset()?.dataset.shape ?? "");
}

/** @param {string} id @param {string} name @param {string} shape */
function list(id, name, shape) {
  const entries = byId("datasets");
  let entry = entries.querySelector(`[data-id="${CSS.escape(id)}"]`);
  if (!entry) {
    const item = copyOf("dataset-entry");
    entries.prepend(item);
    entry = /** @type {HTMLElement} */ (item.querySelector("button"));
    /** @type {HTMLElement} */ (entry).dataset.id = id;
  }
  part(entry, ".name").textContent = name;
  part(entry, "small").textContent = shape;
  entries.querySelector("[aria-current]")?.removeAttribute("aria-current");
  entry.setAttribute("aria-current", "true");
  entries.closest("section")?.removeAttribute("hidden");
}

/** @param {HTMLElement} tab */
function select(tab) {
  for (const other of panel.querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    /** @type {HTMLElement} */ (other).tabIndex = chosen ? 0 : -1;
    byId(other.getAttribute("aria-controls") ?? "").hidden = !chosen;
  }
  const place = byId("grid");
  const id = dataset()?.dataset.dataset;
  if (tab.id === "tab-rows" && id && !place.firstChild) new Grid(place, id).start();
}

on("panel", () => toggle(!isShown()));
on("tab", select);
on("dataset", async (button) => {
  await load(button.dataset.id ?? "");
  toggle(true);
  delete root.dataset.rail;
});
on("column", (button) => {
  const name = button.dataset.name ?? "";
  if (overlay.matches) toggle(false);
  insert(/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) ? name : `\`${name}\``);
});
on("say", (button) => {
  if (overlay.matches) toggle(false);
  say(button.dataset.text ?? "");
});
panel.addEventListener("keydown", (event) => {
  const tab = /** @type {HTMLElement} */ (event.target);
  if (tab.getAttribute("role") !== "tab" || !/^Arrow(Left|Right)$/.test(event.key)) return;
  const onward = event.key === "ArrowRight";
  const other = onward ? tab.nextElementSibling : tab.previousElementSibling;
  if (other) {
    select(/** @type {HTMLElement} */ (other));
    /** @type {HTMLElement} */ (other).focus();
  }
});
panel.addEventListener("input", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.id !== "find-column") return;
  const sought = field.value.toLowerCase();
  let found = 0;
  for (const item of panel.querySelectorAll(".columns li")) {
    const name = item.querySelector(".name")?.textContent?.toLowerCase() ?? "";
    /** @type {HTMLElement} */ (item).hidden = !name.includes(sought);
    found += Number(name.includes(sought));
  }
  /** @type {HTMLElement} */ (panel.querySelector(".none")).hidden = found > 0;
});
