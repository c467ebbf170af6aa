import { PACKAGES_OUTSIDE } from "./packages-outside.mjs";
import { PLAIN_SCHEMA_KEYS } from "./plain-schema-keys.mjs";

/**
 * How the product's processes are bundled, in releases and in tests.
 * @satisfies {import("esbuild").BuildOptions}
 */
export const PRODUCT_BUNDLE = {
  bundle: true,
  platform: "node",
  format: "esm",
  mainFields: ["module", "main"],
  // Errors tell their class by name.
  keepNames: true,
  plugins: [PACKAGES_OUTSIDE, PLAIN_SCHEMA_KEYS],
};
