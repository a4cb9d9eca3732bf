/** Light or dark: the system's, until the button says otherwise (kept in a cookie). */
import { on } from "./dom.js";

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
/** @type {Set<() => void>} */
const listeners = new Set();

export const isDark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : system.matches;

/** @param {() => void} listener */
export const onThemeChange = (listener) => listeners.add(listener);

const tell = () => listeners.forEach((listener) => listener());

on("theme", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
  tell();
});
system.addEventListener("change", tell);
