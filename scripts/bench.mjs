// `npm run bench -- <name> [--json]`: figures, never part of the tests.
import { spawn } from "node:child_process";
import { build } from "esbuild";
import { buildAll } from "./build.mjs";
import { ROOT } from "./tools/child.mjs";

try {
  await buildAll({ say: (text) => console.error(text) });
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["bench/main.ts"],
    outfile: "dist/bench.js",
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
const child = spawn(process.execPath, ["dist/bench.js", ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
});
process.on("SIGINT", () => {});
child.on("exit", (code) => process.exit(code ?? 1));
