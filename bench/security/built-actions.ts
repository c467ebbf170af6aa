import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { ActionSpec } from "#lib/web/action";
import type { z } from "zod";

/** A server action as the built application knows it, with the declaration behind it. */
export interface BuiltAction {
  id: string;
  /** `(dashboard)/backups/actions.ts#startBackupAction`. */
  name: string;
  /** Of a page that has it. */
  path: string;
  /** Takes a form, after the answer before it. */
  isForm: boolean;
  spec: Pick<ActionSpec<z.ZodType, unknown>, "permission" | "input">;
}

interface Manifest {
  node: Record<
    string,
    { filename: string; exportedName: string; workers: Record<string, unknown> }
  >;
}

const MANIFEST = ".next/server/server-reference-manifest.json";
const BUNDLE = "dist/bench-actions.mjs";

/** All of them, by the manifest of the build. */
export async function listBuiltActions(): Promise<BuiltAction[]> {
  const manifest = readJson<Manifest>(MANIFEST);
  const entries = Object.entries(manifest.node);
  const files = [...new Set(entries.map(([, { filename }]) => filename))];
  const modules = await importActions(files);
  return entries.map(([id, { filename, exportedName, workers }]) => {
    const action = modules[filename]?.[exportedName];
    const spec: unknown = Reflect.get(Object(action), "spec");
    const name = `${filename.replace(/^app\//, "")}#${exportedName}`;
    if (typeof action !== "function" || spec === undefined)
      throw new Error(`${name} is not made by defineAction.`);
    const page = Object.keys(workers).toSorted(byPlaceholders)[0] ?? "app/page";
    return { id, name, path: pathOf(page), isForm: action.length === 2, spec: asSpec(spec) };
  });
}

/** The declarations of the source, without Next: bundled once for this process. */
async function importActions(
  files: readonly string[],
): Promise<Record<string, Record<string, unknown>>> {
  const lines = files.map(
    (file, index) => `import * as m${index} from ${JSON.stringify(`./${file}`)};`,
  );
  const members = files.map((file, index) => `${JSON.stringify(file)}: m${index}`);
  await build({
    stdin: {
      contents: `${lines.join("\n")}\nexport default { ${members.join(", ")} };`,
      resolveDir: process.cwd(),
      loader: "ts",
    },
    outfile: BUNDLE,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    packages: "external",
    alias: {
      "next/headers": "next/headers.js",
      "next/navigation": "next/navigation.js",
      "next/server": "next/server.js",
      "next/cache": "next/cache.js",
    },
    logLevel: "warning",
  });
  const bundle: { default: Record<string, Record<string, unknown>> } = await import(
    pathToFileURL(path.resolve(BUNDLE)).href
  );
  return bundle.default;
}

function byPlaceholders(one: string, other: string): number {
  return Number(one.includes("[")) - Number(other.includes("["));
}

/** `app/(dashboard)/backups/[id]/page` → `/backups/unknown`. */
export function pathOf(page: string): string {
  const parts = page
    .replace(/^app\//, "")
    .split("/")
    .filter((part) => !part.startsWith("(") && part !== "page" && part !== "")
    .map((part) => (part.startsWith("[") ? "unknown" : part));
  return `/${parts.join("/")}`;
}

export function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

/** Safe because `defineAction` and `defineFormAction` alone give a function a `spec`. */
function asSpec(spec: unknown): BuiltAction["spec"] {
  return spec as BuiltAction["spec"];
}
