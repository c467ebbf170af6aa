import { PACKAGES_OUTSIDE } from "./packages-outside.mjs";
import { PLAIN_SCHEMA_KEYS } from "./plain-schema-keys.mjs";
import { UNUSED_PARTS } from "./unused-parts.mjs";

/** CommonJS packages inside an ES module still ask for `require`. */
export const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/**
 * How the product's processes are bundled, in releases and in tests.
 * @satisfies {import("esbuild").BuildOptions}
 */
export const PRODUCT_BUNDLE = {
  bundle: true,
  platform: "node",
  format: "esm",
  mainFields: ["module", "main"],
  // V8 keeps the source as long as the process lives, at two bytes a character where a comment has
  // one that is not Latin-1. Lines stay short enough for a stack trace to point at something.
  minifyWhitespace: true,
  lineLimit: 120,
  // Errors tell their class by name.
  keepNames: true,
  banner: { js: REQUIRE },
  plugins: [UNUSED_PARTS, PACKAGES_OUTSIDE, PLAIN_SCHEMA_KEYS],
};

/**
 * What is imported where it is used stays in files of its own, beside the bundle: in one file all of it
 * would be in memory from the start, and of AWS's clients every schema (0.9 MB more in every process).
 * @param {string} name
 */
export function inParts(name) {
  return { ...PRODUCT_BUNDLE, splitting: true, chunkNames: `${name}.[name]-[hash]` };
}
