/** Uploads in pieces, that go on where they stopped: drop, paste or choose a file. */
import { byId, bytes, copyOf, csrfToken, on, speak } from "./dom.js";
import { place } from "./log.js";

const TRIES = 3;
const conversation = document.body.dataset.conversation;
const picker = /** @type {HTMLInputElement} */ (byId("file"));
const most = Number(document.body.dataset.uploadMb ?? 0) * 1024 * 1024;
/** @type {WeakMap<Element, Upload>} */
const uploads = new WeakMap();
/** Files go one after the other. */
let queue = Promise.resolve();

class Refused extends Error {}

/**
 * @param {string} method @param {string} url @param {BodyInit | null} body
 * @param {{type?: string, onProgress?: (sent: number) => void, signal?: AbortSignal}} [options]
 * @returns {Promise<{status: number, data: any}>}
 */
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
    this.key = `upload:${conversation}:${file.name}:${file.size}:${file.lastModified}`;
    this.stopped = new AbortController();
    this.bubble = copyOf("echo-upload");
    this.bar = /** @type {HTMLProgressElement} */ (this.bubble.querySelector("progress"));
    this.bubble.querySelector(".name").textContent = file.name;
    this.say(bytes(file.size));
    uploads.set(this.bubble, this);
    place(this.bubble);
  }

  /** @param {string} words */
  say(words) {
    this.bubble.querySelector("small").textContent = words;
  }

  async run() {
    this.fail("");
    try {
      if (most && this.file.size > most) throw new Refused(`This file is larger than ${bytes(most)}.`);
      await this.begin();
      while (this.offset < this.file.size) await this.piece();
      this.waitForReading();
      this.check(await request("POST", `/uploads/${this.id}/done/`, null));
    } catch (error) {
      delete this.bubble.dataset.sent;
      this.fail(error instanceof Error ? error.message : String(error), error instanceof Refused);
    }
  }

  /** A new upload, or the one that a reload or a broken line left behind. */
  async begin() {
    const known = this.id ?? sessionStorage.getItem(this.key);
    const left = known && (await request("GET", `/uploads/${known}/`, null));
    if (left && left.status === 200) {
      this.id = known;
      this.offset = left.data.offset;
    } else {
      const body = JSON.stringify({ name: this.file.name, size: this.file.size });
      const made = await request("POST", `/c/${conversation}/uploads/`, body, { type: "application/json" });
      this.check(made);
      ({ id: this.id, offset: this.offset, chunk: this.chunk } = made.data);
      sessionStorage.setItem(this.key, this.id);
    }
    this.chunk ??= 4 * 1024 * 1024;
    this.bubble.dataset.cid = this.id;
  }

  async piece() {
    for (let tries = 1; ; tries += 1) {
      try {
        const blob = this.file.slice(this.offset, this.offset + this.chunk);
        const answer = await request("PUT", `/uploads/${this.id}/?offset=${this.offset}`, blob, {
          type: "application/octet-stream",
          onProgress: (sent) => this.show(this.offset + sent),
          signal: this.stopped.signal,
        });
        if (answer.status !== 409) this.check(answer);
        this.offset = answer.data.offset;
        return;
      } catch (error) {
        if (error instanceof Refused || tries === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, 600 * 2 ** tries));
      }
    }
  }

  /** @param {number} sent */
  show(sent) {
    const done = Math.min(sent, this.file.size);
    this.bar.value = (100 * done) / Math.max(1, this.file.size);
    this.say(`${bytes(done)} of ${bytes(this.file.size)}`);
  }

  /** @param {{status: number, data: any}} answer */
  check({ status, data }) {
    if (status < 400) return;
    if (status >= 500) throw new Error("The server could not take this piece.");
    throw new Refused([data.error ?? "The server refused this file.", data.hint].filter(Boolean).join(" "));
  }

  /** All is sent; what the file holds comes over the socket, perhaps before the answer. */
  waitForReading() {
    sessionStorage.removeItem(this.key);
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
    note.querySelector("span").textContent = words;
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
