/** The rows of a dataset: only those in sight are in the page, fetched 100 at a time. */

const HEIGHT = 32;
const PAGE = 100;
const SPARE = 12;

/**
 * @typedef {{columns: (string | {name: string})[], rows: string[][], offset: number,
 *   total: number}} Page
 */

/** @param {string} tag @param {string} text @param {string} [css] */
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
    this.sort = "";
    this.desc = false;
    this.table = document.createElement("table");
    this.body = document.createElement("tbody");
    this.place.addEventListener("scroll", () => this.draw(), { passive: true });
    this.place.addEventListener("click", (event) => this.order(event));
  }

  async start() {
    /** @type {Map<number, string[][]>} */
    this.pages = new Map();
    /** @type {Set<number>} */
    this.asked = new Set();
    const first = await this.fetch(0);
    if (!first) return;
    this.names = first.columns.map((column) => (typeof column === "string" ? column : column.name));
    this.numeric = this.names.map((_, index) =>
      first.rows.every((row) => row[index] === "" || /^[-−]?[\d.,\s]+(e[-+]?\d+)?$/i.test(row[index])),
    );
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
    const query = new URLSearchParams({ offset: String(page * PAGE), limit: String(PAGE) });
    if (this.sort) query.set("sort", this.sort);
    if (this.desc) query.set("desc", "1");
    const pages = this.pages;
    const answer = await fetch(`/datasets/${this.dataset}/rows/?${query}`);
    if (!answer.ok) {
      this.asked.delete(page);
      return undefined;
    }
    const data = await answer.json();
    const texts = (/** @type {unknown[]} */ row) => row.map((value) => String(value ?? ""));
    pages.set(page, data.rows.map(texts));
    return data;
  }

  head() {
    const row = document.createElement("tr");
    const heads = this.names.map((name, index) => {
      const head = cell("th", "", this.numeric[index] ? "numeric" : "");
      const button = cell("button", name + (name === this.sort ? (this.desc ? " ↓" : " ↑") : ""));
      head.scope = "col";
      button.type = "button";
      button.dataset.sort = name;
      if (name === this.sort) head.ariaSort = this.desc ? "descending" : "ascending";
      head.append(button);
      return head;
    });
    row.append(cell("th", ""), ...heads);
    const head = document.createElement("thead");
    head.append(row);
    this.table.replaceChildren(head, this.body);
  }

  draw() {
    const first = Math.max(0, Math.floor(this.place.scrollTop / HEIGHT) - SPARE);
    const room = Math.ceil(this.place.clientHeight / HEIGHT) + 2 * SPARE;
    const last = Math.min(this.total, first + room);
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
    const page = Math.floor(index / PAGE);
    const values = this.pages.get(page)?.[index % PAGE];
    if (!values) this.fetch(page).then((data) => data && this.draw());
    const row = document.createElement("tr");
    row.append(
      cell("td", (index + 1).toLocaleString("en")),
      ...this.names.map((_, place) =>
        cell("td", values?.[place] ?? "", this.numeric[place] ? "numeric" : ""),
      ),
    );
    return row;
  }

  /** @param {Event} event */
  order(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-sort]");
    const name = button?.getAttribute("data-sort");
    if (!name) return;
    this.desc = name === this.sort && !this.desc;
    this.sort = name;
    this.start();
  }
}
