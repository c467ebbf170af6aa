import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLogger } from "../logger";
import { setRuntime } from "../runtime";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { guardPage } from "./guard-page";

let runtime: TestRuntime;
const lines: string[] = [];
beforeAll(async () => {
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ component: "test", level: "info", destination });
  const env = { AMIVAULT_TRUSTED_PROXIES: "1" };
  runtime = await createTestRuntime({ env, overrides: { log } });
  setRuntime(runtime);
});
afterAll(() => runtime.close());

const ask = (path: string, init: ConstructorParameters<typeof NextRequest>[1] = {}) =>
  guardPage(new NextRequest(`http://127.0.0.1:8080${path}`, init));
/** Next makes it relative, as both are on one host; only then `127.0.0.1` stays `127.0.0.1`. */
const pathOf = (response: Response) =>
  response.headers.get("location")?.replace("http://localhost:8080", "");
const signedIn = { headers: { cookie: "amivault-session=x" } };

describe("guardPage", () => {
  test("sends a strict policy with a nonce of its own for each answer", async () => {
    const policies = (await Promise.all([ask("/sign-in"), ask("/sign-in")])).map(
      (response) => response.headers.get("content-security-policy") ?? "",
    );
    for (const policy of policies) {
      expect(policy).toMatch(
        /script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic';.*frame-ancestors 'none'/,
      );
      expect(policy).not.toMatch(/unsafe-/);
    }
    expect(policies[0]).not.toBe(policies[1]);
  });

  test("hands the policy, the path and a request id of its own to the page", async () => {
    const forged = { ...signedIn.headers, "x-request-id": "forged", "x-amivault-path": "/forged" };
    const response = await ask("/backups?status=failed", { headers: forged });
    const seen = (name: string) => response.headers.get(`x-middleware-request-${name}`);
    expect(seen("x-amivault-path")).toBe("/backups?status=failed");
    expect(seen("x-request-id")).toMatch(/^req_[0-9a-z]{26}$/);
    expect(seen("x-request-id")).toBe(response.headers.get("x-request-id"));
    expect(seen("content-security-policy")).toBe(response.headers.get("content-security-policy"));
  });

  test("leads strangers to the sign-in page and remembers where they wanted to go", async () => {
    const response = await ask("/backups?status=failed");
    expect(response.status).toBe(307);
    expect(pathOf(response)).toBe("/sign-in?next=%2Fbackups%3Fstatus%3Dfailed");
    expect(pathOf(await ask("/"))).toBe("/sign-in");
  });

  test("leaves the sign-in page, cookies of any worth and actions to those who know", async () => {
    expect((await ask("/sign-in")).headers.get("location")).toBeNull();
    expect((await ask("/invitation")).headers.get("location")).toBeNull();
    expect((await ask("/backups", signedIn)).headers.get("location")).toBeNull();
    expect((await ask("/backups", { method: "POST" })).headers.get("location")).toBeNull();
  });

  test("sends every other header of the house", async () => {
    expect(Object.fromEntries((await ask("/sign-in")).headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
    });
  });

  test("asks for TLS from now on where the trusted proxy has it, and only there", async () => {
    const secured = await ask("/sign-in", { headers: { "x-forwarded-proto": "https" } });
    expect(secured.headers.get("strict-transport-security")).toMatch(/^max-age=\d{7,}/);
    expect((await ask("/sign-in")).headers.get("strict-transport-security")).toBeNull();
  });

  test.each(["PUT", "PATCH", "DELETE", "OPTIONS"])(
    "answers %s with what a page knows",
    async (method) => {
      const response = await ask("/backups", { method });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("GET, HEAD, POST");
    },
  );

  test("gives a browser that has no session what its forms are bound to, once", async () => {
    const first = await ask("/sign-in");
    const cookie = first.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^amivault-door=[\w-]{22}; Path=\/; HttpOnly; SameSite=lax$/);
    const pair = cookie.split(";")[0] ?? "";
    expect(first.headers.get("x-middleware-request-cookie")).toBe(pair);
    const again = await ask("/sign-in", { headers: { cookie: pair } });
    expect(again.headers.get("set-cookie")).toBeNull();
    const secured = await ask("/sign-in", { headers: { "x-forwarded-proto": "https" } });
    expect(secured.headers.get("set-cookie")).toMatch(/^__Host-amivault-door=.*Secure/);
  });

  test("refuses an action that another site calls, before Next sees it", async () => {
    const headers = { host: "127.0.0.1:8080", origin: "https://evil.example" };
    lines.length = 0;
    const foreign = await ask("/backups?search=private", { method: "POST", headers });
    expect(foreign.status).toBe(403);
    const problem = await foreign.json();
    expect(problem).toMatchObject({ code: "cross_site_request" });
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      {
        msg: "page refused",
        method: "POST",
        path: "/backups",
        code: "cross_site_request",
        requestId: problem.requestId,
      },
    ]);
    expect(lines.join("")).not.toContain("private");
    const own = { ...headers, origin: "http://127.0.0.1:8080", "next-action": "7f".repeat(21) };
    const sent = {
      method: "POST",
      headers: { ...own, "content-type": "text/plain" },
      body: "[{}]",
    };
    expect((await ask("/backups", sent)).status).toBe(200);
  });

  test("tells Next of the host that an action's page was called by, which a proxy may not pass on", async () => {
    const env = { NEXTAUTH_URL: "https://ami.example:8443" };
    const behindProxy = await createTestRuntime({ env });
    setRuntime(behindProxy);
    const call = (origin: string) => {
      const own = { host: "ami.example", origin, "next-action": "7f".repeat(21) };
      const headers = { ...own, "content-type": "text/plain" };
      return ask("/backups", { method: "POST", headers, body: "[{}]" });
    };
    try {
      const taken = await call("https://ami.example:8443");
      const seen = taken.headers.get("x-middleware-request-x-forwarded-host");
      expect([taken.status, seen]).toEqual([200, "ami.example:8443"]);
      expect((await call("https://evil.example")).status).toBe(403);
      const shown = await ask("/sign-in", { headers: { origin: "https://evil.example" } });
      expect(shown.headers.get("x-middleware-request-x-forwarded-host")).toBeNull();
    } finally {
      setRuntime(runtime);
      behindProxy.close();
    }
  });
});
