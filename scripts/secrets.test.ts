import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** What docs/security.md says of each sealed secret: the one file that opens it. */
const listed = [...readFileSync("docs/security.md", "utf8").matchAll(/`(lib\/[^`]+\.ts)` only/g)]
  .map(([, file = ""]) => file)
  .toSorted();

test("sealed secrets are opened in the files that docs/security.md names, and nowhere else", () => {
  const opening = ["lib", "app", "worker"]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
        path.join(folder, name),
      ),
    )
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".test.ts"))
    .filter((file) => /\bvault\.open\(/.test(readFileSync(file, "utf8")));
  expect(opening.toSorted()).toEqual(listed);
  expect(listed).toHaveLength(3);
});
