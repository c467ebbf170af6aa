import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { config } from "../proxy";

interface Testing {
  unstable_doesMiddlewareMatch(asked: { config: { matcher: string[] }; url: string }): boolean;
}

/** Next's own reading of the matcher. */
const { unstable_doesMiddlewareMatch: matches }: Testing = createRequire(import.meta.url)(
  "next/experimental/testing/server",
);

const passes = (path: string) => matches({ config, url: `http://127.0.0.1${path}` });

test.each([
  "/",
  "/backups",
  "/sign-in",
  "/nothing-here",
  "/apis",
  "/_next",
  "/_next/image",
  "/_next/image?url=x",
  "/_next/staticx",
  "/_next/static",
  "/icon.svg/x",
  "/favicon.icox",
  "/_not-found",
])("an action at %s passes the proxy, which reads its body first", (path) => {
  expect(passes(path)).toBe(true);
});

test.each(["/api", "/api/backups", "/_next/static/chunks/x.js", "/icon.svg", "/favicon.ico"])(
  "%s runs no action, and does not pass it",
  (path) => expect(passes(path)).toBe(false),
);
