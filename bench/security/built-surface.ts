import { METHODS } from "#lib/web/declare-route";
import { pathOf, readJson } from "./built-actions";

/** next-auth's own endpoints, and the answer at every unknown address: nobody's routes. */
const CATCH_ALL = /\/\[\[?\.\.\./;
/** Served to everybody as they are. */
const FILES = new Set(["/_not-found", "/_global-error", "/icon.svg", "/favicon.ico"]);

/**
 * What the build answers, found without the declarations: each method of each route that does not
 * say 405, each page, and each action (`actions`, as its manifest counts them).
 */
export async function countBuiltSurface(
  url: string,
  actions: number,
): Promise<{ count: number; pages: string[] }> {
  const tree = readJson<Record<string, string>>(".next/app-path-routes-manifest.json");
  const pages: string[] = [];
  let routes = 0;
  for (const [file, path] of Object.entries(tree)) {
    if (CATCH_ALL.test(file) || FILES.has(path)) continue;
    if (file.endsWith("/page")) pages.push(pathOf(`app${file}`));
    if (file.endsWith("/route")) routes += await countMethods(url, path);
  }
  return { count: routes + pages.length + actions, pages };
}

async function countMethods(url: string, path: string): Promise<number> {
  let count = 0;
  for (const method of METHODS) {
    const response = await fetch(new URL(path.replace(/\[\w+\]/g, "unknown"), url), { method });
    await response.body?.cancel();
    if (response.status !== 405) count++;
  }
  return count;
}
