/** The rows of a dataset: only those in sight are in the page, fetched 100 at a time. */
import { HEIGHT, inSight, namesOf, numericOf, placeOf, queryOf, textsOf, turned } from "./grid_rows.js";

/** @typedef {import("./grid_rows.js").Page} Page */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {string} text @param {string} [css]
 */
function cell(tag, text, css = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (css) element.className = css;
  return element;
}

/** @param {number} height @param {number} span */
function gap(height, span) {
  const row = document.createElement("tr");
  const space = document.createElement("td");
  row.className = "gap";
  space.colSpan = span;
  space.style.height = `${height}px`;
  row.append(space);
  return row;
}

export class Grid {
  /** @param {HTMLElement} place @param {string} dataset */
  constructor(place, dataset) {
    this.place = place;
    this.dataset = dataset;
    this.order = { sort: "", desc: false };
    /** @type {Map<number, string[][]>} */
    this.pages = new Map();
    /** @type {Set<number>} */
    this.asked = new Set();
    /** @type {string[]} */
    this.names = [];
    /** @type {boolean[]} */
    this.numeric = [];
    this.total = 0;
    this.table = document.createElement("table");
    this.body = document.createElement("tbody");
    this.place.addEventListener("scroll", () => this.draw(), { passive: true });
    this.place.addEventListener("click", (event) => this.turn(event));
  }

  async start() {
    this.pages = new Map();
    this.asked = new Set();
    const first = await this.fetch(0);
    if (!first) return;
    this.names = namesOf(first);
    this.numeric = numericOf(textsOf(first), this.names.length);
    this.total = first.total;
    this.head();
    this.place.replaceChildren(this.table);
    this.place.scrollTop = 0;
    this.draw();
  }

  /** @param {number} page @returns {Promise<Page | undefined>} */
  async fetch(page) {
    if (this.asked.has(page)) return undefined;
    this.asked.add(page);
    // Another order may be asked for while this one is on its way.
    const { pages, asked } = this;
    const answer = await fetch(`/datasets/${this.dataset}/rows/?${queryOf(page, this.order)}`);
    if (!answer.ok) {
      asked.delete(page);
      return undefined;
    }
    const data = await answer.json();
    pages.set(page, textsOf(data));
    return data;
  }

  head() {
    const { sort, desc } = this.order;
    const row = document.createElement("tr");
    const heads = this.names.map((name, index) => {
      const head = cell("th", "", this.numeric[index] ? "numeric" : "");
      const button = cell("button", name + (name === sort ? (desc ? " ↓" : " ↑") : ""));
      head.scope = "col";
      button.type = "button";
      button.dataset.sort = name;
      if (name === sort) head.ariaSort = desc ? "descending" : "ascending";
      head.append(button);
      return head;
    });
    row.append(cell("th", ""), ...heads);
    const head = document.createElement("thead");
    head.append(row);
    this.table.replaceChildren(head, this.body);
  }

  draw() {
    const { first, last } = inSight(this.place.scrollTop, this.place.clientHeight, this.total);
    const span = this.names.length + 1;
    const rows = [];
    for (let index = first; index < last; index += 1) rows.push(this.row(index));
    this.body.replaceChildren(
      gap(first * HEIGHT, span),
      ...rows,
      gap((this.total - last) * HEIGHT, span),
    );
  }

  /** @param {number} index */
  row(index) {
    const place = placeOf(index);
    const values = this.pages.get(place.page)?.[place.row];
    if (!values) this.fetch(place.page).then((data) => data && this.draw());
    const row = document.createElement("tr");
    row.append(
      cell("td", (index + 1).toLocaleString("en")),
      ...this.names.map((_, column) =>
        cell("td", values?.[column] ?? "", this.numeric[column] ? "numeric" : ""),
      ),
    );
    return row;
  }

  /** @param {Event} event */
  turn(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-sort]");
    const name = button?.getAttribute("data-sort");
    if (!name) return;
    this.order = turned(this.order, name);
    this.start();
  }
}
