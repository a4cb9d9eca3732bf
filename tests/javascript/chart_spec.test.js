/** The size of a chart, from what its specification says and the room that there is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { marks, sized, tables } from "../../static/chat/chart_spec.js";

const rows = (/** @type {number} */ count, field = "x") =>
  Array.from({ length: count }, (_, index) => ({ [field]: `${field}${index}` }));
const bars = (/** @type {number} */ count) => ({
  mark: "bar",
  data: { values: rows(count, "y") },
  encoding: { y: { field: "y", type: "nominal" } },
});

test("all tables of a specification are found, wherever they stand", () => {
  const named = rows(2);
  const own = rows(3);
  const within = rows(4);
  const spec = {
    datasets: { a: named },
    data: { values: own },
    layer: [{ data: { values: within } }, { data: { name: "a" } }],
  };

  assert.deepEqual(tables(spec), [named, own, within]);
  assert.equal(marks(spec), 4);
});

test("a chart without data has no marks", () => {
  assert.deepEqual(tables({ mark: "bar" }), []);
  assert.equal(marks({ mark: "bar", data: { url: "elsewhere.csv" } }), 0);
});

test("composed views bring their data along", () => {
  const side = [{ data: { values: rows(5) } }, { data: { values: rows(7) } }];
  assert.equal(marks({ hconcat: side }), 7);
  assert.equal(marks({ vconcat: side }), 7);
  assert.equal(marks({ spec: { data: { values: rows(6) } } }), 6);
});

test("a single view takes the width of its place", () => {
  const { size } = sized({ mark: "line" }, 700);
  assert.deepEqual(size, { width: 700, height: 250, autosize: { type: "fit-x", contains: "padding" } });
  assert.equal(sized({ mark: "line" }, 360).size.height, 200);
});

test("a size that is given stays", () => {
  assert.deepEqual(sized({ mark: "line", width: 300 }, 700).size, {});
  assert.equal(sized({ mark: "line", height: 90 }, 700).size.height, 90);
});

test("bars get a band each: broad where they are few, narrow where they are many", () => {
  for (const [count, step] of [[1, 44], [3, 44], [4, 32], [7, 32], [8, 24], [40, 24]]) {
    assert.equal(sized(bars(count), 700).size.height, count * step, `${count} bars`);
  }
});

test("bands that are split are higher", () => {
  const spec = bars(4);
  const values = spec.data.values.flatMap((row) => ["a", "b", "c"].map((group) => ({ ...row, group })));
  const split = {
    ...spec,
    data: { values },
    encoding: { ...spec.encoding, yOffset: { field: "group" } },
  };
  assert.equal(sized(split, 700).size.height, 4 * 32 * 0.6 * 3);
});

test("bands are found in a layer; a number on the axis makes none", () => {
  const layered = { layer: [{ mark: "rule" }, bars(5)] };
  assert.equal(sized(layered, 700).size.height, 5 * 32);
  const numeric = { ...bars(5), encoding: { y: { field: "y", type: "quantitative" } } };
  assert.equal(sized(numeric, 700).size.height, 250);
});

test("facets share the width, and are fewer in a row where it is narrow", () => {
  const facets = { mark: "bar", encoding: { facet: { field: "f", columns: 3 } } };
  assert.deepEqual(sized(facets, 760).view, { continuousWidth: 200, continuousHeight: 150 });
  assert.equal(sized(facets, 340).view.continuousWidth, 110);
  assert.equal(sized(facets, 200).view.continuousWidth, 120);
});

test("composed views keep a number of columns that fits", () => {
  assert.deepEqual(sized({ concat: [], columns: 4 }, 1000).size, { columns: 4 });
  assert.deepEqual(sized({ concat: [], columns: 4 }, 400).size, { columns: 2 });
  assert.deepEqual(sized({ concat: [], columns: 4 }, 100).size, { columns: 1 });
  assert.deepEqual(sized({ hconcat: [{}, {}] }, 1000).size, {});
});

test("no view is higher than can be seen at once", () => {
  assert.equal(sized({ spec: {}, columns: 1 }, 2000).view.continuousHeight, 240);
});
