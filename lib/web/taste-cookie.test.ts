import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readTasteCookie, tasteCookieLines } from "./taste-cookie.pure";

const cookie = { name: "amivault-theme", value: "dark", seconds: 60, sameSite: "lax" } as const;

describe("a cookie that a page writes", () => {
  test("has the prefix and goes by TLS alone where the page came by TLS", () => {
    expect(tasteCookieLines(cookie, true)).toEqual([
      "__Host-amivault-theme=dark; path=/; max-age=60; samesite=lax; secure",
      "amivault-theme=; path=/; max-age=0; secure",
    ]);
    expect(tasteCookieLines(cookie, false)).toEqual([
      "amivault-theme=dark; path=/; max-age=60; samesite=lax",
    ]);
  });

  test("is taken away under the name that it has there", () => {
    const gone = { ...cookie, value: null };
    expect(tasteCookieLines(gone, true)[0]).toMatch(/^__Host-amivault-theme=; .*max-age=0;/);
    expect(tasteCookieLines(gone, false)).toEqual([
      "amivault-theme=; path=/; max-age=0; samesite=lax",
    ]);
  });

  test("is read under either name, the prefixed one first", () => {
    const jar = new Map([["amivault-theme", "light"]]);
    const read = () => readTasteCookie((name) => jar.get(name), "amivault-theme");
    expect(read()).toBe("light");
    jar.set("__Host-amivault-theme", "dark");
    expect(read()).toBe("dark");
    jar.clear();
    expect(read()).toBeNull();
  });
});

test("no page writes a cookie, or into the browser's storage, in any other way", () => {
  const folder = path.join(import.meta.dirname, "../../app");
  const writing = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\./.test(file))
    .filter((file) =>
      /document\.cookie|cookieStore|localStorage|sessionStorage|indexedDB|caches\.open/.test(
        readFileSync(path.join(folder, file), "utf8"),
      ),
    );
  expect(writing).toEqual([path.join("_components", "write-taste-cookie.ts")]);
});
