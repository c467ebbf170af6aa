import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { listEveryAction, type NamedAction } from "#lib/testing/every-action";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { TEST_ORIGIN, cookieOf } from "#lib/testing/web-client";
import { makeCsrfToken, subjectOfSession } from "#lib/web/csrf";
import { CSRF_HEADER } from "#lib/web/csrf-names";
import { handleAction } from "#lib/web/handle-action";

const actions = (await listEveryAction()).map((action) => [action.name, action] as const);

let runtime: TestRuntime;
let cookie: string;
let right: string;
let foreign: string;

beforeAll(async () => {
  runtime = await createTestRuntime();
  const user = await createTestUser(runtime, { role: "admin" });
  const { session } = await createTestSession(runtime, { user, kind: "web" });
  const other = await createTestSession(runtime, { user, kind: "web" });
  cookie = await cookieOf(runtime, session.id);
  right = makeCsrfToken(runtime.config, subjectOfSession(session));
  foreign = makeCsrfToken(runtime.config, subjectOfSession(other.session));
});
afterAll(() => runtime.close());

/** With a verb that only says that it was reached. */
function call({ spec }: NamedAction, sent: { headers?: Record<string, string>; token?: string }) {
  const headers = new Headers({
    host: new URL(TEST_ORIGIN).host,
    origin: TEST_ORIGIN,
    cookie,
    ...sent.headers,
  });
  const reached = { permission: spec.permission, input: z.unknown(), run: async () => "reached" };
  const { token = null } = sent;
  return handleAction(runtime, reached, { headers, requestId: "req_test", input: {}, token });
}

describe.each(actions)("%s", (_name, action) => {
  test("is reached from a page of the present sign-in", async () => {
    expect(await call(action, { headers: { [CSRF_HEADER]: right } })).toBe("reached");
    expect(await call(action, { token: right })).toBe("reached");
  });

  test("refuses a request without its page's token, with a wrong one and another session's", async () => {
    for (const token of ["", "x.y", foreign]) {
      await expect(call(action, { token })).rejects.toMatchObject({ code: "stale_page" });
      const headers = { [CSRF_HEADER]: token };
      await expect(call(action, { headers, token: right })).rejects.toMatchObject({ status: 403 });
    }
    await expect(call(action, {})).rejects.toMatchObject({ code: "stale_page" });
  });

  test("refuses another site, whatever token it holds", async () => {
    const headers = { origin: "https://evil.example", [CSRF_HEADER]: right };
    await expect(call(action, { headers })).rejects.toMatchObject({ code: "cross_site_request" });
  });
});

test("every form that works without JavaScript holds its page's token", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
  const without = files
    .filter((file) => file.endsWith(".tsx"))
    .filter((file) => {
      const text = readFileSync(path.join(import.meta.dirname, file), "utf8");
      return /<form[^>]*\saction=\{/.test(text) && !text.includes("<CsrfField");
    });
  expect(without).toEqual([]);
});
