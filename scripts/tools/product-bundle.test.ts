import path from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";

// Plain JavaScript, because it builds what runs TypeScript.
const load = (file: string) => import(new URL(file, import.meta.url).href);
const { inParts } = await load("./product-bundle.mjs");
const { ROOT } = await load("./child.mjs");

test("a worker reads AWS's clients for EventBridge where it uses them, not when it starts", async () => {
  const { outputFiles } = await build({
    ...inParts("worker"),
    absWorkingDir: ROOT,
    entryPoints: [{ in: "worker/main.ts", out: "worker" }],
    outdir: "dist",
    write: false,
  });
  const holding = (text: string) =>
    (outputFiles ?? []).filter((file) => file.text.includes(text)).map(({ path: file }) => file);
  const [first, ...others] = holding("/schedule-groups/{Name}").map((file) => path.basename(file));
  expect(first).toMatch(/^worker\.create-scheduling-/);
  expect(others).toEqual([]);
});
