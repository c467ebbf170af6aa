import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const SCRIPT = path.join(import.meta.dirname, "start.mjs");

test.each(["--help", "-h"])("%s says what there is, before anything is built", (option) => {
  const said = execFileSync(process.execPath, [SCRIPT, option], { encoding: "utf8" });
  expect(said).toContain("[start | worker | migrate | import | keys | users | audit]");
});
