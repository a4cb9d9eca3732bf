/** What a chart's specification says of its data, and the size that it leaves open. */

/**
 * @typedef {{width?: number, height?: number, columns?: number,
 *   autosize?: {type: string, contains: string}}} Size
 * @typedef {{continuousWidth?: number, continuousHeight?: number}} View
 */

/** @param {any} spec @returns {any[][]} */
export function tables(spec) {
  const named = Object.values(spec.datasets ?? {});
  const parts = [spec, spec.spec, ...(spec.layer ?? []), ...(spec.hconcat ?? []), ...(spec.vconcat ?? [])];
  return [...named, ...parts.map((part) => part?.data?.values)].filter(Array.isArray);
}

/** @param {any} spec */
export const marks = (spec) => Math.max(0, ...tables(spec).map((rows) => rows.length));

/** How many values a field has. @param {any} spec @param {string} field */
function levels(spec, field) {
  const values = tables(spec).flatMap((rows) => rows.map((row) => row[field]));
  return new Set(values.filter((value) => value !== undefined)).size;
}

/**
 * The height for one band per level on the vertical axis, if that has levels.
 * @param {any} spec
 */
function bandHeight(spec) {
  const parts = [spec, ...(spec.layer ?? [])].map((part) => part.encoding ?? {});
  const banded = parts.find(({ y }) => y?.field && ["nominal", "ordinal"].includes(y.type));
  if (!banded) return undefined;
  const count = levels(spec, banded.y.field);
  const within = banded.yOffset?.field ? levels(spec, banded.yOffset.field) : 1;
  const step = count <= 3 ? 44 : count <= 7 ? 32 : 24;
  return count ? count * step * Math.max(1, 0.6 * within) : undefined;
}

/**
 * The size that a specification leaves open: the width of its place, shared by the views
 * of a composed one.
 * @param {any} spec @param {number} width in pixels
 * @returns {{size: Size, view: View}}
 */
export function sized(spec, width) {
  const encoding = spec.encoding ?? {};
  if ((spec.mark || spec.layer) && !(encoding.facet || encoding.row || encoding.column)) {
    const given = typeof spec.height === "number" ? spec.height : bandHeight(spec);
    const height = given ?? (width < 440 ? 200 : 250);
    const fit = { width, height, autosize: { type: "fit-x", contains: "padding" } };
    return { size: typeof spec.width === "number" ? {} : fit, view: {} };
  }
  const across = encoding.facet?.columns ?? (encoding.column ? 3 : 1);
  const wanted = spec.columns ?? spec.hconcat?.length ?? across;
  const columns = Math.min(wanted, Math.max(1, Math.floor(width / 170)));
  const cell = Math.max(110, Math.floor((width - 40) / columns) - 40);
  const view = { continuousWidth: cell, continuousHeight: Math.min(240, Math.round(cell * 0.75)) };
  return { size: spec.columns ? { columns } : {}, view };
}

