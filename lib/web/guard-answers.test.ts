import { once } from "node:events";
import http, { type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { guardAnswers } from "./guard-answers";

let server: http.Server | undefined;
afterEach(() => void server?.close());

async function ask(listener: RequestListener, headers: Record<string, string> = {}) {
  const isSecure = (given: Headers) => given.get("x-forwarded-proto") === "https";
  server = http.createServer(guardAnswers(listener, isSecure)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}/`, { headers, redirect: "manual" });
}

test("an answer without headers gets all of them, however it is written", async () => {
  for (const listener of [
    (_request, response) => response.end("x"),
    (_request, response) => response.writeHead(404).end(),
    (_request, response) => response.writeHead(308, { Location: "/x" }).end(),
    (_request, response) => response.write("x", () => response.end()),
  ] satisfies RequestListener[]) {
    const { headers } = await ask(listener);
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers.has("strict-transport-security")).toBe(false);
    server?.close();
  }
});

test("what an answer says for itself stays, in one copy", async () => {
  const policy = "default-src 'self'";
  const first = await ask((_request, response) => {
    response.setHeader("content-security-policy", policy);
    response.end();
  });
  expect(first.headers.get("content-security-policy")).toBe(policy);
  server?.close();
  const second = await ask((_request, response) => {
    response.writeHead(200, { "Content-Security-Policy": policy }).end();
  });
  expect(second.headers.get("content-security-policy")).toBe(policy);
});

test("behind TLS every answer asks for TLS from now on", async () => {
  const { headers } = await ask((_request, response) => response.end(), {
    "x-forwarded-proto": "https",
  });
  expect(headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
});

test("no cache between us and a browser keeps a page, whatever Next says of those it made at build time", async () => {
  const listener: RequestListener = (_request, response) => {
    response.setHeader("Cache-Control", "s-maxage=31536000");
    response.setHeader("Set-Cookie", "amivault-door=x");
    response.writeHead(500).end();
  };
  expect((await ask(listener)).headers.get("cache-control")).toBe("no-store");
  server?.close();
  const file = "public, max-age=31536000, immutable";
  const kept = await ask((_request, response) => {
    response.setHeader("Cache-Control", file);
    response.end();
  });
  expect(kept.headers.get("cache-control")).toBe(file);
});
