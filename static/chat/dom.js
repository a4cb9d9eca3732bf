/** Small pieces of the page that every module needs. */

/** @param {string} id @returns {HTMLElement} */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The part of an element that is always there. @param {ParentNode} place @param {string} selector @returns {HTMLElement} */
export const part = (place, selector) => /** @type {HTMLElement} */ (place.querySelector(selector));

/** A fresh copy of a `<template>`'s element. @param {string} id @returns {HTMLElement} */
export function copyOf(id) {
  const template = /** @type {HTMLTemplateElement} */ (byId(id));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}

/** The elements of a piece of HTML that our server rendered. @param {string} html */
export function elementsOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  // A template is parsed as if there were no scripts: their pictures would be fetched.
  template.content.querySelectorAll("noscript").forEach((element) => element.remove());
  return [...template.content.children];
}

/** A random UUID; `crypto.randomUUID` exists only on https and localhost. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The token that Django wants with every request that changes something. */
export const csrfToken = () =>
  /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=csrf]")).content;

/** Says something to those who listen to the page. @param {string} text */
export function speak(text) {
  byId("spoken").textContent = text;
}

/** @typedef {(element: HTMLElement, event: Event) => void} Operation */

/** @type {Map<string, Operation>} */
const operations = new Map();

/** What a click on `[data-op=name]` does. @param {string} name @param {Operation} run */
export function on(name, run) {
  operations.set(name, run);
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const element = /** @type {HTMLElement | null} */ (target.closest("[data-op]"));
  if (element) operations.get(element.dataset.op ?? "")?.(element, event);
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const chosen = element ?? target.closest("a");
    if (!menu.contains(target) || chosen) menu.removeAttribute("open");
  }
});
