import { expect, test } from "vitest";
import { safeLocalPath } from "./local-path";

test.each([
  ["/", "/"],
  ["/instances?status=paused&q=%20x", "/instances?status=paused&q=%20x"],
  ["/backups/bak_1#top", "/backups/bak_1"],
  ["/a/../instances", "/instances"],
])("%s leads to %s", (text, path) => {
  expect(safeLocalPath(text)).toBe(path);
});

test.each([
  "https://evil.example",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "/x/..//evil.example",
  "javascript:alert(1)",
  " //evil.example",
  "instances",
  "",
  "/sign-in",
  "/sign-in?next=/sign-in",
  "/api/logout",
  "/prove?next=/prove",
  "/_next/static/x",
  `/${"x".repeat(3_000)}`,
  null,
  undefined,
  ["/instances"],
])("%j leads home", (text) => {
  expect(safeLocalPath(text)).toBe("/");
});
