/** Figures in words, as the server writes them. */

/** @param {number} size in bytes */
export function bytes(size) {
  const units = ["bytes", "kB", "MB", "GB"];
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit && size < 100 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}
