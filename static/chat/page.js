/** The page: opens the socket and hands what comes to those whom it concerns. */
import "./actions.js";
import * as complete from "./complete.js";
import * as composer from "./composer.js";
import { byId, part } from "./dom.js";
import "./drop.js";
import "./keys.js";
import * as log from "./log.js";
import * as panel from "./panel.js";
import { Socket } from "./socket.js";
import * as upload from "./upload.js";

/** @typedef {import("./socket.js").Frame} Frame @typedef {import("./socket.js").State} State */

const { conversation = "", cursor } = document.body.dataset;
const WORDS = { connecting: "Connecting", open: "Connected", lost: "Reconnecting" };

/** @param {State} state */
function showState(state) {
  const place = byId("connection");
  place.dataset.state = state;
  part(place, ":scope > :last-child").textContent = state === "lost" && !navigator.onLine ? "Offline" : WORDS[state];
}

/** @param {string} title */
function retitle(title) {
  byId("title").textContent = title;
  document.title = `${title} · StatAgent`;
  const entry = document.querySelector(".entry.active .name");
  if (entry) entry.textContent = title;
}

/** @param {Frame} frame */
function receive(frame) {
  if (frame.op === "dataset") {
    panel.use(String(frame.id), frame.name ?? "");
    complete.refresh();
    upload.settle();
  } else if (frame.op === "title") {
    retitle(frame.title ?? "");
  } else {
    if (frame.op === "append") upload.settle();
    log.apply(frame);
  }
}

const scheme = location.protocol === "https:" ? "wss" : "ws";
const socket = new Socket({
  url: `${scheme}://${location.host}/ws/c/${conversation}/`,
  cursor: Number(cursor),
  key: `outbox:${conversation}`,
  onFrame: receive,
  onState: showState,
});
composer.start(socket);
