/**
 * A websocket that survives: it resumes after the last event it has seen, and keeps what
 * was sent until the server has shown it.
 *
 * @typedef {{op: string, seq?: number, id?: number | string, cid?: string, run?: string,
 *   html?: string, fraction?: number | null, label?: string, news?: string, name?: string,
 *   title?: string, code?: string, text?: string, cursor?: number, message?: number,
 *   value?: string}} Frame
 * @typedef {"connecting" | "open" | "lost"} State
 */

const PING_EVERY = 25_000;
const PONG_WITHIN = 5_000;
const SLOWEST = 30_000;
const SAY_LOST_AFTER = 1_500;
const EXPIRED = 4401;
const GONE = 4404;

export class Socket {
  /**
   * @param {{url: string, cursor: number, key: string,
   *   onFrame: (frame: Frame) => void, onState: (state: State) => void}} options
   *   key: where unsent messages are kept while this tab lives.
   */
  constructor({ url, cursor, key, onFrame, onState }) {
    this.url = url;
    this.cursor = cursor;
    this.key = key;
    this.onFrame = onFrame;
    this.onState = onState;
    this.failures = 0;
    /** @type {WebSocket | undefined} */
    this.socket = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.lost = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.retry = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.awaited = undefined;
    this.ready = false;
    /** @type {Map<string, Frame>} */
    this.outbox = new Map(JSON.parse(sessionStorage.getItem(key) ?? "[]"));
    addEventListener("online", () => this.check());
    document.addEventListener("visibilitychange", () => document.hidden || this.check());
    setInterval(() => this.ping(), PING_EVERY);
    this.connect();
  }

  /** Sends a frame; with a `cid` it is sent again until the server answers to it. */
  send(/** @type {Frame} */ frame) {
    if (frame.cid) this.#keep(() => this.outbox.set(/** @type {string} */ (frame.cid), frame));
    if (this.ready) this.socket?.send(JSON.stringify(frame));
  }

  /** Forgets a kept frame. */
  settle(/** @type {string} */ cid) {
    this.#keep(() => this.outbox.delete(cid));
  }

  connect() {
    clearTimeout(this.retry);
    this.#drop();
    const socket = (this.socket = new WebSocket(this.url));
    socket.onopen = () => socket.send(JSON.stringify({ op: "hello", cursor: this.cursor }));
    socket.onmessage = (event) => this.#receive(JSON.parse(event.data));
    socket.onclose = (event) => this.#closed(event.code);
    this.lost ??= setTimeout(() => this.onState("lost"), SAY_LOST_AFTER);
  }

  /** After sleep an open socket may be a lie. */
  check() {
    if (this.ready) this.ping();
    else this.connect();
  }

  ping() {
    if (!this.ready || this.awaited) return;
    this.socket?.send('{"op":"ping"}');
    this.awaited = setTimeout(() => this.#closed(0), PONG_WITHIN);
  }

  #receive(/** @type {Frame} */ frame) {
    if (frame.seq) {
      if (frame.seq <= this.cursor) return;
      this.cursor = frame.seq;
    }
    if (frame.cid) this.settle(frame.cid);
    if (frame.op === "ready") this.#opened();
    else if (frame.op === "pong") this.#alive();
    else if (frame.op === "reload") location.reload();
    else this.onFrame(frame);
  }

  #opened() {
    this.ready = true;
    this.failures = 0;
    clearTimeout(this.lost);
    this.lost = undefined;
    this.onState("open");
    for (const frame of this.outbox.values()) this.socket?.send(JSON.stringify(frame));
  }

  #alive() {
    clearTimeout(this.awaited);
    this.awaited = undefined;
  }

  #closed(/** @type {number} */ code) {
    this.#drop();
    if (code === EXPIRED) return location.reload();
    if (code === GONE) return location.assign("/");
    this.lost ??= setTimeout(() => this.onState("lost"), SAY_LOST_AFTER);
    const longest = Math.min(SLOWEST, 500 * 2 ** this.failures);
    this.failures += 1;
    this.retry = setTimeout(() => this.connect(), 250 + Math.random() * longest);
  }

  #drop() {
    this.ready = false;
    this.#alive();
    if (!this.socket) return;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
  }

  #keep(/** @type {() => void} */ change) {
    change();
    sessionStorage.setItem(this.key, JSON.stringify([...this.outbox]));
  }
}
