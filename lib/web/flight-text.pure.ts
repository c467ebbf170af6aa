import { isTooDeep } from "./json-depth.pure";

/** What of React's encoding means a plain value; all else are references to further parts. */
const PLAIN = [
  /^\$\$/,
  /^\$(?:undefined|NaN|-?Infinity|-0)$/,
  /^\$n-?\d{1,40}$/,
  /^\$D[\dTZ:.+-]+$/,
];

/**
 * Whether React's decoder takes this text for plain values: its own encoding of the arguments of a
 * server action. It throws at what is not, where nothing of ours can answer. `refers`: what else
 * may stand in it, such as `$K1` for the form of a form action.
 */
export function isPlainFlight(text: string, refers: readonly string[] = []): boolean {
  const root = parse(text);
  if (root === undefined || isTooDeep(root)) return false;
  let level: unknown[] = [root];
  while (level.length > 0) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === "string" && !isPlainText(value, { root, refers })) return false;
      if (typeof value === "object" && value !== null) next.push(...Object.values(value));
    }
    level = next;
  }
  return true;
}

function parse(text: string): unknown {
  try {
    const root: unknown = JSON.parse(text);
    return root;
  } catch {
    return undefined;
  }
}

function isPlainText(text: string, of: { root: unknown; refers: readonly string[] }): boolean {
  if (!text.startsWith("$") || of.refers.includes(text)) return true;
  if (text.startsWith("$D")) return !Number.isNaN(Date.parse(text.slice(2)));
  if (PLAIN.some((pattern) => pattern.test(text))) return true;
  return text.startsWith("$0:") && isThere(of.root, text.slice(3).split(":"));
}

/** An object that stands in it twice is written once, and then by its path. */
function isThere(root: unknown, path: readonly string[]): boolean {
  let value: unknown = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    value = Reflect.get(value, key);
  }
  return typeof value === "object" && value !== null;
}
