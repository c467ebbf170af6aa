import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { changed } from "../chaos/bugs";
import { YEAR_BUGS } from "./bugs";

const LIB = path.resolve(import.meta.dirname, "../../lib");

test.each(Object.entries(YEAR_BUGS))(
  "%s can be planted: the code is as it says",
  (_name, { changes, caughtBy }) => {
    expect(caughtBy).not.toHaveLength(0);
    const texts = new Map<string, string>();
    for (const change of changes) {
      const { file } = change;
      const before = texts.get(file) ?? readFileSync(path.join(LIB, file), "utf8");
      const after = changed(before, change);
      expect(after).not.toBe(before);
      texts.set(file, after);
    }
  },
);
