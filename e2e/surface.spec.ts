import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "./test";

interface Asked {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

/** Without a browser's or fetch's own care for what is sent. */
function ask(
  url: string,
  sent: { path: string; method?: string; headers?: Record<string, string>; body?: string },
): Promise<Asked> {
  const { hostname, port } = new URL(url);
  const { path, method = "GET", headers = {}, body } = sent;
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, path, method, headers }, (answer) => {
      void text(answer).then((said) =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: said }),
      );
    });
    asking.once("error", reject);
    asking.end(body);
  });
}

test("every answer has its headers: pages, refusals, redirects, files and the API's", async ({
  product,
  context,
}) => {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const pages = ["/", "/instances", "/nothing-here", "/backups/unknown"];
  const others = [
    "/sign-in",
    "/instances/",
    "/icon.svg",
    "/_next/static/x",
    "/api/health",
    "/api/no",
  ];
  for (const [path, headers] of [
    ...pages.map((page) => [page, { cookie }] as const),
    ...others.map((other) => [other, {}] as const),
    ["/backups", {}] as const,
  ]) {
    const asked = { path, headers: { origin: "https://evil.example", ...headers } };
    const { headers: given } = await ask(product.url, asked);
    const policy = String(given["content-security-policy"] ?? "");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).toContain("base-uri 'none'");
    expect(policy, path).toMatch(/(?:object-src|default-src) 'none'/);
    expect(policy, path).not.toContain("unsafe-");
    expect(policy.split("frame-ancestors"), `one policy at ${path}`).toHaveLength(2);
    expect(given["x-frame-options"], path).toBe("DENY");
    expect(given["x-content-type-options"], path).toBe("nosniff");
    expect(given["referrer-policy"], path).toMatch(/^(?:no-referrer|same-origin)$/);
    expect(given["cross-origin-resource-policy"], path).toBe("same-origin");
    expect(given["x-powered-by"], path).toBeUndefined();
    expect(given["access-control-allow-origin"], path).toBeUndefined();
    const isFile = path === "/icon.svg";
    expect(isFile || /no-store/.test(given["cache-control"] ?? ""), `${path} is not kept`).toBe(
      true,
    );
  }
});

test("a page's scripts all carry the nonce of its policy", async ({ product }) => {
  const { headers, body } = await ask(product.url, { path: "/sign-in" });
  const nonce = /'nonce-([^']+)'/.exec(String(headers["content-security-policy"] ?? ""))?.[1];
  const scripts = [...body.matchAll(/<script\b([^>]*)>/g)].map(([, attributes]) => attributes);
  expect(scripts.length).toBeGreaterThan(0);
  for (const attributes of scripts) expect(attributes).toContain(`nonce="${nonce}"`);
  expect(body).not.toMatch(/\sstyle="|\son\w+="|javascript:/);
});

test("no redirect leaves this host, whatever host, path or target is claimed", async ({
  product,
}) => {
  const claims = { host: "evil.example", "x-forwarded-host": "evil.example" };
  for (const path of [
    "/backups",
    "//evil.example",
    "/\\evil.example",
    "/%5Cevil.example/..",
    "/evil.example%2f%2e%2e/",
    "/sign-in/",
    "/sign-in?next=//evil.example",
    "/api/auth/signin?callbackUrl=https://evil.example",
    "http://evil.example/backups",
    "http://evil.example//backups",
  ]) {
    const { headers } = await ask(product.url, { path, headers: claims });
    const target = new URL(headers.location ?? "/", "http://local.invalid");
    expect(target.host, `${path} → ${headers.location}`).toBe("local.invalid");
  }
});

test("nothing but the application is served", async ({ product }) => {
  for (const path of [
    "/.env",
    "/.git/config",
    "/package.json",
    "/_next/static/",
    "/_next/server/app/page.js",
    "/_next/../.env",
    "/%2e%2e/package.json",
    "/api/metrics",
    "/server.js",
    "/_next/image?url=%2Ficon.svg&w=64&q=75",
  ]) {
    const { status, body } = await ask(product.url, { path });
    expect([307, 308, 400, 404], path).toContain(status);
    expect(body, path).not.toMatch(/"dependencies"|NEXTAUTH|\[core\]/);
  }
  const { body } = await ask(product.url, { path: "/sign-in" });
  const [, script] = /src="(\/_next\/static\/[^"]+\.js)/.exec(body) ?? [];
  expect((await ask(product.url, { path: `${script}.map` })).status).toBe(404);
});

test("methods and bodies that no address knows are refused in plain words", async ({ product }) => {
  for (const method of ["TRACE", "OPTIONS", "PUT", "PATCH", "DELETE"]) {
    const { status, headers } = await ask(product.url, { path: "/backups", method });
    expect(status, method).toBe(405);
    expect(headers["content-type"], method).toBe("application/problem+json");
  }
  const origin = product.url;
  const host = new URL(product.url).host;
  const call = (body: string, headers: Record<string, string>) =>
    ask(product.url, {
      path: "/backups",
      method: "POST",
      body,
      headers: { origin, host, ...headers },
    });
  const action = { "next-action": "0".repeat(42), "content-type": "text/plain" };
  expect((await call('["$K1"]', action)).status).toBe(400);
  expect((await call(JSON.stringify(["x".repeat(300_000)]), action)).status).toBe(413);
  expect((await call("a=b", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(
    415,
  );
  expect([404, 409]).toContain((await call("[{}]", action)).status);
  // An address that is none runs actions too, and asks the same of them.
  const elsewhere = { path: "/_next/staticx", method: "POST", body: '["$K1"]' };
  const headers = { host, origin, ...action };
  expect((await ask(product.url, { ...elsewhere, headers })).status).toBe(400);
  const foreign = { ...headers, origin: "https://evil.example" };
  expect((await ask(product.url, { ...elsewhere, headers: foreign })).status).toBe(403);
});

/** As it stands, to the last byte; the first line of what comes back. */
function sendRaw(url: string, lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once("error", reject);
    socket.once("data", (data) => {
      resolve(data.toString("latin1").split("\r\n")[0] ?? "");
      socket.destroy();
    });
    socket.write(lines.join("\r\n"));
  });
}

test("a message whose end could be read in two ways is refused", async ({ product }) => {
  const { host } = new URL(product.url);
  for (const lines of [
    ["Content-Length: 5", "Transfer-Encoding: chunked"],
    ["Content-Length: 5", "Content-Length: 6"],
    ["Transfer-Encoding : chunked"],
    ["X-One: 1\nContent-Length: 5"],
  ]) {
    const head = ["POST /api/login HTTP/1.1", `Host: ${host}`, ...lines];
    const first = await sendRaw(product.url, [...head, "", "0", "", ""]);
    expect(first, lines.join(" | ")).toBe("HTTP/1.1 400 Bad Request");
  }
});

test("who asks for another protocol holds no connection", async ({ product }) => {
  const { host } = new URL(product.url);
  const wish = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
  for (const path of ["/", "/_next/webpack-hmr"]) {
    const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...wish, "", ""];
    expect(await sendRaw(product.url, lines), path).toMatch(/^HTTP\/1\.1 (?:307|404) /);
  }
});

/** A whole request for a page, and the connection reset that many milliseconds later. */
function breakOff(url: string, ms: number): Promise<void> {
  const { hostname, host, port } = new URL(url);
  const field = `Content-Disposition: form-data; name="$ACTION_ID_${"0".repeat(42)}"`;
  const body = `--x\r\n${field}\r\n\r\n\r\n--x--\r\n`;
  const head = [
    "POST /sign-in HTTP/1.1",
    `Host: ${host}`,
    "Content-Type: multipart/form-data; boundary=x",
    `Content-Length: ${body.length}`,
  ];
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once("close", () => resolve());
    socket.once("error", () => resolve());
    socket.write([...head, "", body].join("\r\n"));
    setTimeout(() => socket.resetAndDestroy(), ms);
  });
}

test("a browser that goes away while it is answered ends nothing but its own request", async ({
  product,
}) => {
  for (let ms = 0; ms < 40; ms++) await breakOff(product.url, ms);
  expect((await ask(product.url, { path: "/api/health" })).status).toBe(200);
});
