import { readdirSync } from "node:fs";
import { SAMPLES } from "./fill-rest";

/** Every page of the application by its route, with an address that shows it in a filled database. */
export function listPages(): Map<string, string> {
  const pages = new Map<string, string>();
  const files = readdirSync("app", { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => /(^|[/\\])page\.tsx$/.test(name)).toSorted()) {
    const route = toRoute(file);
    pages.set(route, route.includes("[") ? sampleOf(route) : route);
  }
  return pages;
}

function toRoute(file: string): string {
  const folders = file.split(/[/\\]/).slice(0, -1);
  const shown = folders.filter((name) => !/^\(.*\)$/.test(name));
  return `/${shown.join("/")}`;
}

/** A page that nobody filled a row for would be measured as the one that says “not found”. */
function sampleOf(route: string): string {
  const sample = SAMPLES[route];
  if (sample === undefined) throw new Error(`bench/web/fill-rest.ts has no row for ${route}.`);
  return sample;
}
