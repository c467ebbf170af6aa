import { readdirSync } from "node:fs";
import { NOBODY, send, type Person } from "./people";
import type { Planting } from "./tools";

const IDS_MAX = 2;

/** Every page, as HTML and as Next sends it to scripts, and every GET of the API, as everybody. */
export async function readEverything(planting: Planting, people: readonly Person[]): Promise<void> {
  const ids = await listIds(planting);
  const documented = await send(planting, planting.admin, {
    method: "GET",
    path: "/api/openapi.json",
  });
  const routes = getRoutes(documented.json["paths"]).filter((route) => route !== "/api/events");
  let asked = 0;
  let read = 0;
  for (const person of [...people, NOBODY]) {
    for (const path of [...routes, ...pages()].flatMap((route) => addressesOf(route, ids))) {
      const { status } = await send(planting, person, { method: "GET", path });
      if (path.startsWith("/api/") || status !== 200) continue;
      asked++;
      if (await readAsScript(planting, person, path)) read++;
    }
  }
  // Pages that lead on, as the one to choose a first password does, are none for a script either.
  if (read < asked / 2) throw new Error(`Of ${asked} pages ${read} were sent as scripts get them.`);
}

/** Next leads to an address that tells the headers apart, and answers there alone. */
async function readAsScript(planting: Planting, person: Person, path: string): Promise<boolean> {
  const headers = { RSC: "1" };
  const { location } = await send(planting, person, { method: "GET", path, headers });
  if (!location?.includes("_rsc")) return false;
  const answer = await send(planting, person, { method: "GET", path: location, headers });
  return answer.type.startsWith("text/x-component");
}

/** Ids of what there is, by the path of its list. */
async function listIds(planting: Planting): Promise<Map<string, string[]>> {
  const lists = [
    "instances",
    "backups",
    "aws-credentials",
    "channels",
    "alerts",
    "users",
    "schedules",
    "policies",
    "eventbridge",
    "plans",
    "findings",
    "tokens",
    "discovery/rules",
    "exclusion-windows",
  ];
  const found = new Map<string, string[]>();
  for (const list of lists) {
    const { json } = await send(planting, planting.admin, { method: "GET", path: `/api/${list}` });
    const items: unknown[] = Array.isArray(json["items"]) ? json["items"] : [];
    const all = items.flatMap((item) =>
      typeof item === "object" && item !== null && "id" in item ? [String(item.id)] : [],
    );
    found.set(list, all.slice(0, list === "channels" || list === "aws-credentials" ? 10 : IDS_MAX));
  }
  return found;
}

/** What pages call the lists of the API. */
const LISTS: ReadonlyArray<readonly [string, string]> = [
  ["/settings/channels/", "channels"],
  ["/credentials/", "aws-credentials"],
  ["/retention/", "policies"],
  ["/backup/", "backups"],
  ["/schedules/aws/", "eventbridge"],
  ["/schedules/windows/", "exclusion-windows"],
  ["/instances/rules/", "discovery/rules"],
];

function addressesOf(route: string, ids: Map<string, string[]>): string[] {
  if (!/[[{]/.test(route)) return [route];
  const list =
    LISTS.find(([part]) => route.includes(part))?.[1] ??
    [...ids.keys()].find((name) => route.includes(`/${name}/`));
  const own = list === undefined ? [] : (ids.get(list) ?? []);
  return [...own, "missing"].map((id) => route.replaceAll(/\[[^\]]+\]|\{[^}]+\}/g, id));
}

function getRoutes(paths: unknown): string[] {
  if (typeof paths !== "object" || paths === null) throw new Error("There is no list of routes.");
  return Object.entries(paths).flatMap(([path, verbs]) =>
    typeof verbs === "object" && verbs !== null && "get" in verbs ? [path] : [],
  );
}

function pages(): string[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map(
      (file) =>
        `/${file
          .split("/")
          .slice(0, -1)
          .filter((name) => !/^\(.*\)$/.test(name))
          .join("/")}`,
    );
}
