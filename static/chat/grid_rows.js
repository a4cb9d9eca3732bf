/** Which rows of a table are in sight, what is asked of the server for them, and how. */

export const HEIGHT = 32;
export const PAGE = 100;
const SPARE = 12;
const NUMBER = /^[-−]?[\d.,\s]+(e[-+]?\d+)?$/i;

/**
 * @typedef {{columns: (string | {name: string})[], rows: unknown[][], offset: number,
 *   total: number}} Page
 * @typedef {{sort: string, desc: boolean}} Order
 */

/**
 * The rows to draw, from `first` up to but not `last`: those in sight and some to spare.
 * @param {number} top how far the table is scrolled, in pixels
 * @param {number} height how much of it is in sight, in pixels
 * @param {number} total
 */
export function inSight(top, height, total) {
  const first = Math.max(0, Math.min(total, Math.floor(top / HEIGHT) - SPARE));
  const last = Math.min(total, first + Math.ceil(height / HEIGHT) + 2 * SPARE);
  return { first, last };
}

/** Where a row is kept. @param {number} index */
export const placeOf = (index) => ({ page: Math.floor(index / PAGE), row: index % PAGE });

/** What is asked for a page of rows. @param {number} page @param {Order} order */
export function queryOf(page, { sort, desc }) {
  const query = new URLSearchParams({ offset: String(page * PAGE), limit: String(PAGE) });
  if (sort) query.set("sort", sort);
  if (desc) query.set("desc", "1");
  return query;
}

/** The cells of a page as text. @param {Page} page */
export const textsOf = (page) =>
  page.rows.map((row) => row.map((value) => String(value ?? "")));

/** @param {Page} page */
export const namesOf = (page) =>
  page.columns.map((column) => (typeof column === "string" ? column : column.name));

/** Which columns hold numbers, as far as the first rows tell. @param {string[][]} rows @param {number} count */
export const numericOf = (rows, count) =>
  Array.from({ length: count }, (_, index) =>
    rows.every((row) => row[index] === "" || NUMBER.test(row[index])),
  );

/** The order after a press on a column's head. @param {Order} order @param {string} name */
export const turned = (order, name) => ({
  sort: name,
  desc: name === order.sort && !order.desc,
});
