/** Uploads: in pieces, again after a broken line, on from where they stopped. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, Refused, Transfer } from "../../static/chat/transfer.js";

/** @typedef {import("../../static/chat/transfer.js").Answer} Answer */

/** A server that takes pieces, and a line to it that can break. */
class Server {
  constructor(chunk = 4) {
    this.chunk = chunk;
    this.got = "";
    /** @type {string[]} */
    this.calls = [];
    /** @type {(Answer | Error)[]} what happens to the next pieces instead */
    this.troubles = [];
    this.forgotten = false;
  }

  /** @type {import("../../static/chat/transfer.js").Request} */
  request = async (method, url, body, options) => {
    this.calls.push(`${method} ${url}`);
    if (method === "POST" && url.endsWith("/uploads/")) {
      this.got = "";
      this.forgotten = false;
      return { status: 201, data: { id: "u1", offset: 0, chunk: this.chunk } };
    }
    if (method === "GET") {
      if (this.forgotten) return { status: 404, data: {} };
      return { status: 200, data: { offset: this.got.length } };
    }
    if (method === "POST") return { status: 200, data: {} };
    const trouble = this.troubles.shift();
    if (trouble instanceof Error) throw trouble;
    if (trouble) return trouble;
    const text = await /** @type {Blob} */ (body).text();
    this.got += text;
    options?.onProgress?.(text.length);
    return { status: 200, data: { offset: this.got.length } };
  };
}

/** @param {Server} server @param {{text?: string, most?: number, memory?: Map<string, string>}} [given] */
function sending(server, { text = "0123456789", most = 0, memory = new Map() } = {}) {
  const blob = new Blob([text]);
  /** @type {number[]} */
  const waits = [];
  /** @type {number[]} */
  const progress = [];
  const transfer = new Transfer(
    { name: "a.csv", size: blob.size, lastModified: 7, slice: (from, to) => blob.slice(from, to) },
    {
      conversation: "c1",
      most,
      request: server.request,
      memory: {
        getItem: (key) => memory.get(key) ?? null,
        setItem: (key, value) => void memory.set(key, value),
        removeItem: (key) => void memory.delete(key),
      },
      signal: new AbortController().signal,
      onProgress: (sent) => progress.push(sent),
      wait: async (milliseconds) => void waits.push(milliseconds),
    },
  );
  return { transfer, waits, progress, memory };
}

test("a file goes in pieces of the size that the server wants", async () => {
  const server = new Server(4);
  const { transfer, progress, memory } = sending(server);

  await transfer.send();
  await transfer.finish();

  assert.equal(server.got, "0123456789");
  assert.deepEqual(server.calls, [
    "POST /c/c1/uploads/",
    "PUT /uploads/u1/?offset=0",
    "PUT /uploads/u1/?offset=4",
    "PUT /uploads/u1/?offset=8",
    "POST /uploads/u1/done/",
  ]);
  assert.deepEqual(progress, [4, 8, 10]);
  assert.equal(memory.size, 0);
});

test("an empty file is made and sent without a piece", async () => {
  const server = new Server();
  await sending(server, { text: "" }).transfer.send();
  assert.deepEqual(server.calls, ["POST /c/c1/uploads/"]);
});

test("after a reload it goes on where it stopped", async () => {
  const server = new Server(4);
  const { transfer, memory } = sending(server);
  server.got = "0123";
  memory.set(transfer.key, "u1");

  await transfer.send();

  assert.equal(server.calls[0], "GET /uploads/u1/");
  assert.equal(server.calls[1], "PUT /uploads/u1/?offset=4");
  assert.equal(server.got, "0123456789");
});

test("an upload that the server has forgotten begins anew", async () => {
  const server = new Server(4);
  const { transfer, memory } = sending(server);
  memory.set(transfer.key, "old");
  server.forgotten = true;

  await transfer.send();

  assert.deepEqual(server.calls.slice(0, 2), ["GET /uploads/old/", "POST /c/c1/uploads/"]);
  assert.equal(server.got, "0123456789");
});

test("a broken line is tried again, after longer and longer waits", async () => {
  const server = new Server(4);
  const { transfer, waits } = sending(server);
  server.troubles = [new Error("The connection broke off."), { status: 503, data: {} }];

  await transfer.send();

  assert.equal(server.got, "0123456789");
  assert.deepEqual(waits, [1200, 2400]);
});

test("what does not mend is said after the third try, and can be sent on", async () => {
  const server = new Server(4);
  const { transfer, memory } = sending(server);
  const broken = () => new Error("The connection broke off.");
  server.troubles = [broken(), broken(), broken()];

  await assert.rejects(transfer.send(), /broke off/);
  assert.equal(memory.get(transfer.key), "u1");
  await transfer.send();

  assert.equal(server.got, "0123456789");
});

test("a refusal is not tried again", async () => {
  const server = new Server(4);
  const { transfer, waits } = sending(server);
  server.troubles = [{ status: 413, data: { error: "Too much.", hint: "Delete something." } }];

  await assert.rejects(transfer.send(), (error) =>
    error instanceof Refused && error.message === "Too much. Delete something.");
  assert.deepEqual(waits, []);
});

test("where the server has another part than we thought, it says which", async () => {
  const server = new Server(4);
  const { transfer } = sending(server);
  server.troubles = [{ status: 409, data: { offset: 0 } }];

  await transfer.send();

  assert.equal(server.got, "0123456789");
});

test("a file that is too large is refused before anything is sent", async () => {
  const server = new Server();
  const { transfer } = sending(server, { most: 5 });
  await assert.rejects(transfer.send(), /larger than 5 bytes/);
  assert.deepEqual(server.calls, []);
});

test("what was stopped stays stopped", async () => {
  const server = new Server();
  const { transfer, waits } = sending(server);
  server.troubles = [new Refused("Stopped.")];
  await assert.rejects(transfer.send(), /Stopped/);
  assert.deepEqual(waits, []);
});

test("answers are good, the server's fault, or a refusal", () => {
  check({ status: 200, data: {} });
  assert.throws(() => check({ status: 500, data: {} }), (error) => !(error instanceof Refused));
  assert.throws(() => check({ status: 400, data: {} }), /The server refused this file/);
});
