/** Sizes as people read them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../static/chat/words.js";

test("bytes are told in the unit that fits", () => {
  const told = {
    0: "0 bytes",
    999: "999 bytes",
    1000: "1.0 kB",
    99_940: "99.9 kB",
    100_000: "100 kB",
    2_500_000: "2.5 MB",
    5_000_000_000: "5.0 GB",
    9_000_000_000_000: "9000 GB",
  };
  for (const [size, words] of Object.entries(told)) assert.equal(bytes(Number(size)), words);
});
