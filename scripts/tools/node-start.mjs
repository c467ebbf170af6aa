import { readFileSync } from "node:fs";

/**
 * How every process of the product is started, measured in docs/decisions/0018-memory.md:
 * - V8's young generation takes 2 MiB and as much to move into, not 16;
 * - one thread collects and compiles beside the program, not four with buffers of their own;
 * - glibc's threads share one arena: each of their own keeps what it once took.
 * @type {{ args: readonly string[], env: Readonly<Record<string, string>> }}
 */
export const NODE_START = JSON.parse(
  readFileSync(new URL("../../worker/node-start.json", import.meta.url), "utf8"),
);
