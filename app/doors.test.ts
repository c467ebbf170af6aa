import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"))
  .map((file) => [file, readFileSync(path.join(import.meta.dirname, file), "utf8")] as const);

const textOf = (wanted: string) => files.find(([file]) => file === wanted)?.[1] ?? "";

test("every page of somebody who is signed in has a way to sign out", () => {
  expect(textOf(path.join("(dashboard)", "layout.tsx"))).toContain("<Sidebar");
  expect(textOf(path.join("_components", "sidebar.tsx"))).toContain("<SignOutButton");
  const outside = files.filter(
    ([file, text]) => file.startsWith("(auth)") && text.includes("requireSignedInPage"),
  );
  expect(outside.map(([file]) => path.dirname(file))).toEqual(
    ["first-password", "prove", "second-factor"].map((name) => path.join("(auth)", name)),
  );
  const without = outside.filter(([, text]) => !text.includes("<SignOutButton"));
  expect(without.map(([file]) => file)).toEqual([]);
});

test("every field for a person's password is masked, and a password manager may fill it", () => {
  const fields = files.flatMap(([file, text]) =>
    [...text.matchAll(/<input\b[\s\S]*?\/>/g)]
      .filter(([tag]) => /type="password"|name="\w*[pP]assword"/.test(tag))
      .filter(([tag]) => !tag.includes("secretAccessKey"))
      .map(([tag]) => [file, tag] as const),
  );
  // To sign in, to choose one, to change one, to prove oneself, to turn the second factor off.
  expect(fields).toHaveLength(5);
  for (const [file, tag] of fields) {
    expect(tag, file).toContain('type="password"');
    expect(tag, file).toMatch(
      /autoComplete=(?:"(?:current|new)-password"|\{props\.autoComplete\})/,
    );
  }
  for (const [file, text] of files) expect(text, file).not.toContain("onPaste");
});
