/** Which rows are drawn, and what is asked for them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  HEIGHT,
  inSight,
  namesOf,
  numericOf,
  placeOf,
  queryOf,
  textsOf,
  turned,
} from "../../static/chat/grid_rows.js";

test("what is in sight is drawn, with some rows to spare on both sides", () => {
  const { first, last } = inSight(1000 * HEIGHT, 10 * HEIGHT, 100_000);
  assert.ok(first < 1000 && first > 950);
  assert.ok(last > 1010 && last < 1060);
});

test("wherever one looks, the rows in sight are among those drawn", () => {
  for (const total of [0, 1, 30, 5000]) {
    for (let top = 0; top <= total * HEIGHT; top += 997) {
      for (const height of [0, 55, 400, 2000]) {
        const { first, last } = inSight(top, height, total);
        assert.ok(0 <= first && first <= last && last <= total, `${top} ${height} ${total}`);
        const lowest = Math.min(total, Math.ceil((top + height) / HEIGHT));
        assert.ok(last >= lowest, `${top} ${height} ${total}`);
        assert.ok(first <= Math.floor(top / HEIGHT));
      }
    }
  }
});

test("a table that became shorter is drawn up to its end", () => {
  assert.deepEqual(inSight(90_000 * HEIGHT, 400, 20), { first: 20, last: 20 });
});

test("every row lies on one page, and pages follow each other", () => {
  assert.deepEqual(placeOf(0), { page: 0, row: 0 });
  assert.deepEqual(placeOf(99), { page: 0, row: 99 });
  assert.deepEqual(placeOf(100), { page: 1, row: 0 });
});

test("a page is asked for in its order", () => {
  assert.equal(String(queryOf(2, { sort: "", desc: false })), "offset=200&limit=100");
  assert.equal(
    String(queryOf(0, { sort: "a & b=c", desc: true })),
    "offset=0&limit=100&sort=a+%26+b%3Dc&desc=1",
  );
});

test("a press orders by a column, the next one turns it about, another column begins anew", () => {
  let order = { sort: "", desc: false };
  const seen = [];
  for (const name of ["a", "a", "a", "b", "a"]) {
    order = turned(order, name);
    seen.push(order);
  }
  assert.deepEqual(seen, [
    { sort: "a", desc: false },
    { sort: "a", desc: true },
    { sort: "a", desc: false },
    { sort: "b", desc: false },
    { sort: "a", desc: false },
  ]);
});

test("cells are text, whatever they were; nothing is an empty one", () => {
  const page = { columns: ["a", { name: "b" }], rows: [[1, null], [true, "x"]], offset: 0, total: 2 };
  assert.deepEqual(textsOf(page), [["1", ""], ["true", "x"]]);
  assert.deepEqual(namesOf(page), ["a", "b"]);
});

test("numbers are known by all their rows, missing cells aside", () => {
  const rows = [
    ["1", "1,234.5", "−3e-7", "2024-01-02", "", "x"],
    ["", "12 000", "-4", "2024-01-03", "", "1"],
  ];
  assert.deepEqual(numericOf(rows, 6), [true, true, true, false, true, false]);
  assert.deepEqual(numericOf([], 2), [true, true]);
});
