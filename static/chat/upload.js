/** Uploads in pieces, that go on where they stopped: drop, paste or choose a file. */
import { byId, copyOf, csrfToken, on, part, speak } from "./dom.js";
import { place } from "./log.js";
import { Refused, Transfer } from "./transfer.js";
import { bytes } from "./words.js";

const { conversation = "" } = document.body.dataset;
const picker = /** @type {HTMLInputElement} */ (byId("file"));
const most = Number(document.body.dataset.uploadMb ?? 0) * 1024 * 1024;
/** @type {WeakMap<Element, Upload>} */
const uploads = new WeakMap();
/** Files go one after the other. */
let queue = Promise.resolve();

/** @type {import("./transfer.js").Request} */
function request(method, url, body, { type, onProgress, signal } = {}) {
  return new Promise((resolve, reject) => {
    // fetch tells nothing of how much has been sent.
    const call = new XMLHttpRequest();
    call.open(method, url);
    call.responseType = "json";
    call.setRequestHeader("X-CSRFToken", csrfToken());
    if (type) call.setRequestHeader("Content-Type", type);
    call.upload.onprogress = (event) => onProgress?.(event.loaded);
    call.onload = () => resolve({ status: call.status, data: call.response ?? {} });
    call.onerror = () => reject(new Error("The connection broke off."));
    call.onabort = () => reject(new Refused("Stopped."));
    signal?.addEventListener("abort", () => call.abort());
    call.send(/** @type {any} */ (body));
  });
}

class Upload {
  /** @param {File} file */
  constructor(file) {
    this.file = file;
    this.stopped = new AbortController();
    this.transfer = new Transfer(file, {
      conversation,
      most,
      request,
      memory: sessionStorage,
      signal: this.stopped.signal,
      onProgress: (sent) => this.show(sent),
    });
    this.bubble = copyOf("echo-upload");
    this.bar = /** @type {HTMLProgressElement} */ (this.bubble.querySelector("progress"));
    part(this.bubble, ".name").textContent = file.name;
    this.say(bytes(file.size));
    uploads.set(this.bubble, this);
    place(this.bubble);
  }

  /** @param {string} words */
  say(words) {
    part(this.bubble, "small").textContent = words;
  }

  async run() {
    this.fail("");
    try {
      await this.transfer.send();
      this.waitForReading();
      await this.transfer.finish();
    } catch (error) {
      delete this.bubble.dataset.sent;
      this.fail(error instanceof Error ? error.message : String(error), error instanceof Refused);
    }
  }

  /** @param {number} sent */
  show(sent) {
    const done = Math.min(sent, this.file.size);
    this.bar.value = (100 * done) / Math.max(1, this.file.size);
    this.say(`${bytes(done)} of ${bytes(this.file.size)}`);
  }

  /** All is sent; what the file holds comes over the socket, perhaps before the answer. */
  waitForReading() {
    this.bubble.dataset.cid = this.transfer.id;
    this.bar.removeAttribute("value");
    this.say("Reading the file");
    this.bubble.querySelector("[data-op=stop-upload]")?.remove();
    this.bubble.dataset.sent = "true";
  }

  /** @param {string} words @param {boolean} [final] whether trying again is of no use */
  fail(words, final = false) {
    const note = /** @type {HTMLElement} */ (this.bubble.querySelector(".unsent"));
    this.bar.hidden = Boolean(words);
    note.hidden = !words;
    /** @type {HTMLElement} */ (note.querySelector("button")).hidden = final;
    part(note, "span").textContent = words;
    if (words) speak(`${this.file.name}: ${words}`);
  }
}

/** @param {Iterable<File>} files */
export function send(files) {
  for (const file of files) {
    const upload = new Upload(file);
    queue = queue.then(() => upload.run());
  }
}

/** Bubbles whose files the server has taken over: its own message stands for them now. */
export function settle() {
  document.querySelectorAll(".upload[data-sent]").forEach((bubble) => bubble.remove());
}

picker.addEventListener("change", () => {
  send([...(picker.files ?? [])]);
  picker.value = "";
});
on("attach", () => picker.click());
on("stop-upload", (button) => {
  const bubble = /** @type {Element} */ (button.closest(".upload"));
  uploads.get(bubble)?.stopped.abort();
  bubble.remove();
});
on("retry-upload", (button) => {
  uploads.get(/** @type {Element} */ (button.closest(".upload")))?.run();
});
