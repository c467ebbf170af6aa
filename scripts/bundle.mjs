// Bundles the processes into dist/: `node scripts/bundle.mjs [name …]`.
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "./tools/child.mjs";
import { PRODUCT_BUNDLE, REQUIRE } from "./tools/product-bundle.mjs";

/**
 * `alone`: with every package inside, so that the file runs anywhere. The others leave packages to
 * node_modules, where libsql finds its native part, and take in what they use of the large ones:
 * loaded whole, AWS's EC2 client alone keeps 40 MiB of memory in every process.
 * @type {Record<string, { entry: string, alone?: true, optional?: true }>}
 */
const BUNDLES = {
  launcher: { entry: "worker/launcher.ts" },
  worker: { entry: "worker/main.ts" },
  migrate: { entry: "worker/migrate.ts" },
  import: { entry: "worker/import.ts" },
  "demo-seed": { entry: "scripts/demo/seed/main.ts", optional: true },
  simulator: { entry: "simulator/main.ts", alone: true },
};

/** @type {import("esbuild").BuildOptions} */
const ALONE = {
  bundle: true,
  platform: "node",
  format: "esm",
  keepNames: true,
  banner: { js: REQUIRE },
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

/** @param {string} name @param {{ entry: string, alone?: true }} options */
async function bundleOne(name, { entry, alone }) {
  await build({
    ...(alone ? ALONE : PRODUCT_BUNDLE),
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: `dist/${name}.js`,
    target: "node20.19",
    sourcemap: true,
    logLevel: "warning",
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const names = process.argv.slice(2);
  await bundle(names.length > 0 ? names : undefined);
}
