// Bundles the processes into dist/: `node scripts/bundle.mjs [name …]`.
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "./tools/child.mjs";
import { PLAIN_SCHEMA_KEYS } from "./tools/plain-schema-keys.mjs";
import { inParts, REQUIRE } from "./tools/product-bundle.mjs";
import { UNUSED_PARTS } from "./tools/unused-parts.mjs";

/**
 * With every package inside, so that the file runs anywhere.
 * @type {import("esbuild").BuildOptions}
 */
const ALONE = {
  bundle: true,
  platform: "node",
  format: "esm",
  keepNames: true,
  banner: { js: REQUIRE },
};

/**
 * The function of AWS Lambda: one CommonJS file that runs in plain Node. As small as it gets, because
 * it is read at every cold start.
 * @type {import("esbuild").BuildOptions}
 */
const FUNCTION = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node22",
  mainFields: ["module", "main"],
  minify: true,
  keepNames: true,
  sourcemap: false,
  plugins: [UNUSED_PARTS, PLAIN_SCHEMA_KEYS],
};

/**
 * The product's processes leave packages to node_modules, where libsql finds its native part, and
 * take in what they use of the large ones: loaded whole, AWS's EC2 client alone keeps 40 MiB of
 * memory in every process.
 * @type {Record<string, Bundle>}
 * @typedef {{ entry: string, outfile?: string, options?: import("esbuild").BuildOptions, optional?: true }} Bundle
 */
const BUNDLES = {
  launcher: { entry: "worker/launcher.ts" },
  worker: { entry: "worker/main.ts" },
  migrate: { entry: "worker/migrate.ts" },
  import: { entry: "worker/import.ts" },
  audit: { entry: "worker/audit.ts" },
  keys: { entry: "worker/keys.ts" },
  users: { entry: "worker/users.ts" },
  "demo-seed": { entry: "scripts/demo/seed/main.ts", optional: true },
  simulator: { entry: "simulator/main.ts", options: ALONE },
  lambda: { entry: "lambda/index.ts", outfile: "lambda/index", options: FUNCTION },
};

/** @param {readonly string[]} [names] all when left out */
export async function bundle(names = Object.keys(BUNDLES)) {
  for (const name of names) {
    const found = BUNDLES[name];
    if (!found) throw new Error(`There is no bundle ${name}: ${Object.keys(BUNDLES).join(", ")}.`);
    if (found.optional && !existsSync(path.join(ROOT, found.entry))) continue;
    await bundleOne(name, found);
  }
}

/** @param {string} name @param {Bundle} options */
async function bundleOne(name, { entry, outfile = name, options = inParts(name) }) {
  removeParts(name);
  await build({
    target: "node20.19",
    sourcemap: true,
    ...options,
    absWorkingDir: ROOT,
    entryPoints: [{ in: entry, out: outfile }],
    outdir: "dist",
    logLevel: "warning",
  });
}

/** Those of earlier builds, whose names were others. @param {string} name */
function removeParts(name) {
  const dist = path.join(ROOT, "dist");
  if (!existsSync(dist)) return;
  for (const file of readdirSync(dist)) {
    if (file.startsWith(`${name}.`)) rmSync(path.join(dist, file));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const names = process.argv.slice(2);
  await bundle(names.length > 0 ? names : undefined);
}
