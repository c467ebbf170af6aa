import { readFileSync } from "node:fs";

/**
 * node's own arguments in every process of the product. V8's young generation takes 16 MiB and as
 * much again to move into; a quarter of that is as fast here.
 * @type {readonly string[]}
 */
export const NODE_FLAGS = JSON.parse(
  readFileSync(new URL("../../worker/node-flags.json", import.meta.url), "utf8"),
);
