/** Charts: drawn by Vega when they come near, again when the theme changes. */
import { marks, sized, tables } from "./chart_spec.js";
import { byId, on } from "./dom.js";
import { isDark, onThemeChange } from "./theme.js";

const NEAR = "600px";
const MOST_SVG_MARKS = 1500;
const themes = JSON.parse(byId("chart-themes").textContent ?? "{}");
/** @type {Map<Element, {finalize: () => void, view: any}>} */
const drawn = new Map();
/** @type {Promise<any> | undefined} */
let library;

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      near.unobserve(entry.target);
      draw(entry.target);
    }
  },
  { rootMargin: NEAR },
);
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const view = drawn.get(/** @type {Element} */ (target.closest("figure")))?.view;
    if (view?.fitted && view.width() !== target.clientWidth) {
      view.width(target.clientWidth).runAsync();
    }
  }
});

/** Watches the charts inside of an element. @param {Element} element */
export function mount(element) {
  for (const figure of element.querySelectorAll("figure[data-chart]")) near.observe(figure);
}

/** Ends the charts inside of an element that goes away. @param {Element} element */
export function unmount(element) {
  for (const figure of element.querySelectorAll("figure[data-chart]")) {
    near.unobserve(figure);
    sizes.unobserve(canvasOf(figure));
    drawn.get(figure)?.finalize();
    drawn.delete(figure);
  }
}

/** @param {Element} figure @returns {Element} */
const canvasOf = (figure) => /** @type {Element} */ (figure.querySelector(".canvas"));

/** @param {Element} figure */
const specOf = (figure) =>
  JSON.parse(figure.querySelector("script[type='application/json']")?.textContent ?? "{}");

/** The function that draws. @returns {Promise<any>} */
function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `/vega/${document.body.dataset.vega}.js`;
    script.onload = () => resolve(Reflect.get(window, "vegaEmbed"));
    script.onerror = () => {
      library = undefined;
      reject(new Error("The chart library did not load."));
    };
    document.head.append(script);
  });
  return library;
}

/** @param {Element} figure */
async function draw(figure) {
  const canvas = canvasOf(figure);
  const spec = specOf(figure);
  try {
    const embed = await load();
    drawn.get(figure)?.finalize();
    const { size, view } = sized(spec, canvas.clientWidth);
    const theme = themes[isDark() ? "web-dark" : "web-light"];
    const config = { ...theme, ...spec.config, view: { ...theme.view, ...spec.config?.view, ...view } };
    const result = await embed(canvas, { ...spec, ...size, config: undefined }, {
      mode: "vega-lite",
      ast: true,
      actions: false,
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
      renderer: marks(spec) > MOST_SVG_MARKS ? "canvas" : "svg",
      config,
    });
    result.view.fitted = Boolean(size.autosize);
    drawn.set(figure, result);
    sizes.observe(canvas);
  } catch (error) {
    canvas.classList.add("failed");
    canvas.textContent = canvas.getAttribute("aria-label");
    console.warn(error);
  }
}

/** @param {unknown} value */
function csvField(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

on("chart-data", (button) => {
  const figure = /** @type {HTMLElement} */ (button.closest("figure"));
  const [rows] = tables(specOf(figure)).sort((a, b) => b.length - a.length);
  const names = [...new Set((rows ?? []).flatMap((row) => Object.keys(row)))];
  const lines = [names, ...(rows ?? []).map((row) => names.map((name) => row[name]))];
  const text = lines.map((line) => line.map(csvField).join(",")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = `${figure.dataset.chart}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
});

onThemeChange(() => {
  for (const figure of drawn.keys()) draw(figure);
});
