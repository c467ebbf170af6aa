import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startProcess, type BenchProcess } from "../world/process";

const FOLDER = path.resolve("dist/empty-app");
const NEXT = path.resolve("node_modules/next/dist/bin/next");
const FILES: Readonly<Record<string, string>> = {
  "app/layout.jsx": `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
  "app/page.jsx": `export const dynamic = "force-dynamic";
export default function Page() {
  return <p>Empty</p>;
}
`,
  "next.config.mjs": `export default { turbopack: { root: ${JSON.stringify(process.cwd())} } };\n`,
};

/** The framework's own empty page: the same versions, one page, no component of the browser's. */
export async function startEmptyApp(): Promise<{ url: string; process: BenchProcess }> {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(FOLDER, name)), { recursive: true });
    writeFileSync(path.join(FOLDER, name), text);
  }
  const env = { NEXT_TELEMETRY_DISABLED: "1" };
  const build = await startProcess({ name: "next build", args: [NEXT, "build", FOLDER], env });
  await build.ended;
  if (build.child.exitCode !== 0) throw new Error(`The empty page:\n${build.lastWords()}`);
  const started = await startProcess({
    name: "the empty page",
    args: [NEXT, "start", FOLDER, "-H", "127.0.0.1", "-p", "0"],
    env,
    ready: /http:\/\/127\.0\.0\.1:\d+[\s\S]*Ready/,
  });
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(started.lastWords())?.[0];
  if (url === undefined) throw new Error("The empty page did not say where it is.");
  return { url, process: started };
}
