/** One path of a row's picture; its class in _heat.scss says how it is painted. */
export interface DayShape {
  className: string;
  d: string;
}

/** A day is one unit wide and a row so many units high, which are px. */
export const PICTURE_HEIGHT = 24;

interface Form {
  className: string;
  has: (code: string) => boolean;
  toPath: (day: number) => string;
}

/** Each outcome has a form of its own: colour alone tells nothing. In the order they are painted. */
const FORMS: readonly Form[] = [
  { className: "heat-quiet", has: (code) => !"oxm".includes(code), toPath: toBlock },
  { className: "heat-ok", has: (code) => code === "o", toPath: toBlock },
  { className: "heat-ok", has: (code) => code === "m", toPath: (day) => `M${day}.95 1v22h-.9z` },
  { className: "heat-bad", has: (code) => code === "x", toPath: toBlock },
  { className: "heat-bad", has: (code) => code === "m", toPath: (day) => `M${day}.05 23V1h.9z` },
  { className: "heat-cross", has: (code) => code === "x", toPath: toCross },
  { className: "heat-stripes", has: (code) => code === "s", toPath: toStripes },
];

/**
 * All days of a row in one path for each look of theirs: painting an element for each day is what
 * makes scrolling slow where no graphics card helps.
 */
export function toDayShapes(codes: string): DayShape[] {
  const paths = new Map<string, string>();
  for (const { className, has, toPath } of FORMS) {
    const d = Array.from(codes, (code, day) => (has(code) ? toPath(day) : "")).join("");
    if (d !== "") paths.set(className, `${paths.get(className) ?? ""}${d}`);
  }
  return Array.from(paths, ([className, d]) => ({ className, d }));
}

function toBlock(day: number): string {
  return `M${day}.05 1h.9v22h-.9z`;
}

function toCross(day: number): string {
  return `M${day}.35 8l.3 8m0-8l-.3 8`;
}

function toStripes(day: number): string {
  return `M${day}.1 12l.4-10m-.4 20l.8-20m-.4 20l.4-10`;
}
