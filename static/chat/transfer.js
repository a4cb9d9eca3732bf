/** A file sent in pieces, that goes on where it stopped; it knows nothing of the page. */
import { bytes } from "./words.js";

const TRIES = 3;
const USUAL_PIECE = 4 * 1024 * 1024;

/** What trying again would not mend. */
export class Refused extends Error {}

/**
 * @typedef {{type?: string, onProgress?: (sent: number) => void, signal?: AbortSignal}} Options
 * @typedef {{status: number, data: any}} Answer
 * @typedef {(method: string, url: string, body: BodyInit | null, options?: Options) => Promise<Answer>} Request
 * @typedef {{name: string, size: number, lastModified: number, slice: (from: number, to: number) => Blob}} Source
 * @typedef {{getItem: (key: string) => string | null, setItem: (key: string, value: string) => void,
 *   removeItem: (key: string) => void}} Memory
 */

/** @param {number} milliseconds @returns {Promise<void>} */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Refuses what the server refused. @param {Answer} answer */
export function check({ status, data }) {
  if (status < 400) return;
  if (status >= 500) throw new Error("The server could not take this piece.");
  throw new Refused([data.error ?? "The server refused this file.", data.hint].filter(Boolean).join(" "));
}

export class Transfer {
  /**
   * @param {Source} file
   * @param {{conversation: string, most: number, request: Request, memory: Memory,
   *   signal: AbortSignal, onProgress: (sent: number) => void,
   *   wait?: (milliseconds: number) => Promise<void>}} means
   *   most: bytes that the server takes, 0 for any number; memory: what a reload keeps.
   */
  constructor(file, { conversation, most, request, memory, signal, onProgress, wait = pause }) {
    this.file = file;
    this.conversation = conversation;
    this.most = most;
    this.request = request;
    this.memory = memory;
    this.signal = signal;
    this.onProgress = onProgress;
    this.wait = wait;
    this.key = `upload:${conversation}:${file.name}:${file.size}:${file.lastModified}`;
    this.id = "";
    this.offset = 0;
    this.piece = USUAL_PIECE;
  }

  /** Sends all that the server does not have yet. */
  async send() {
    if (this.most && this.file.size > this.most) {
      throw new Refused(`This file is larger than ${bytes(this.most)}.`);
    }
    await this.#begin();
    while (this.offset < this.file.size) await this.#next();
    this.memory.removeItem(this.key);
  }

  /** Says that all is sent; the file is read then. */
  async finish() {
    check(await this.request("POST", `/uploads/${this.id}/done/`, null));
  }

  /** A new upload, or the one that a reload or a broken line left behind. */
  async #begin() {
    const known = this.id || this.memory.getItem(this.key);
    const left = known ? await this.request("GET", `/uploads/${known}/`, null) : undefined;
    if (known && left?.status === 200) {
      this.id = known;
      this.offset = left.data.offset;
      return;
    }
    const body = JSON.stringify({ name: this.file.name, size: this.file.size });
    const address = `/c/${this.conversation}/uploads/`;
    const made = await this.request("POST", address, body, { type: "application/json" });
    check(made);
    this.id = made.data.id;
    this.offset = made.data.offset;
    this.piece = made.data.chunk ?? USUAL_PIECE;
    this.memory.setItem(this.key, this.id);
  }

  /** The next piece, tried again after a broken line. */
  async #next() {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#put(this.file.slice(this.offset, this.offset + this.piece));
        return;
      } catch (error) {
        if (error instanceof Refused || tries === TRIES) throw error;
        await this.wait(600 * 2 ** tries);
      }
    }
  }

  /** @param {Blob} blob */
  async #put(blob) {
    const answer = await this.request("PUT", `/uploads/${this.id}/?offset=${this.offset}`, blob, {
      type: "application/octet-stream",
      onProgress: (sent) => this.onProgress(this.offset + sent),
      signal: this.signal,
    });
    // 409: the server has got another part of it than we thought, and says which.
    if (answer.status !== 409) check(answer);
    this.offset = answer.data.offset;
  }
}
