import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const LIVE = path.join("_components", "live");
const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith(LIVE))
  .map((file) => [file, readFileSync(path.join(import.meta.dirname, file), "utf8")] as const);

/** From `useEffect(` to the list of what it depends on. */
const EFFECT = /\buse(?:Layout)?Effect\([\s\S]*?\[[^\]]*\],?\s*\);/g;

test("what a page asks for by itself is marked, so that a session grows idle beneath it", () => {
  const effects = files.flatMap(([file, text]) =>
    [...text.matchAll(EFFECT)].map(([effect]) => [file, effect] as const),
  );
  expect(effects.length).toBeGreaterThan(20);
  const unmarked = effects.filter(([, effect]) => effect.includes("router.refresh("));
  expect(unmarked.map(([file]) => file)).toEqual([]);
});
