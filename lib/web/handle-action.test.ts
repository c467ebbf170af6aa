import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { ForbiddenError, InternalError, NotFoundError } from "../errors";
import { createLogger } from "../logger";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestSession, createTestUser } from "../testing/people";
import { TEST_ORIGIN, cookieOf } from "../testing/web-client";
import type { ActionSpec } from "./action";
import { makeCsrfToken, subjectOfSession } from "./csrf";
import { CSRF_HEADER } from "./csrf-names";
import { handleAction } from "./handle-action";

let runtime: TestRuntime;
let lines: string[];
let userId: string;
let own: Record<string, string>;

beforeEach(async () => {
  lines = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ component: "test", level: "info", destination });
  runtime = await createTestRuntime({ overrides: { log } });
  const user = await createTestUser(runtime, { role: "viewer" });
  userId = user.id;
  const { session } = await createTestSession(runtime, { user, kind: "web" });
  own = {
    cookie: await cookieOf(runtime, session.id),
    [CSRF_HEADER]: makeCsrfToken(runtime.config, subjectOfSession(session)),
  };
});
afterEach(() => runtime.close());

const Input = z.object({ name: z.string().max(3) });
type Spec = ActionSpec<typeof Input, unknown>;

async function call(
  given: Partial<Spec> = {},
  sent: { headers?: Record<string, string>; input?: unknown } = {},
): Promise<unknown> {
  const spec: Spec = { permission: "account.self", input: Input, run: async () => 1, ...given };
  const headers = new Headers({
    host: new URL(TEST_ORIGIN).host,
    origin: TEST_ORIGIN,
    "x-amivault-peer": "203.0.113.7",
    "x-amivault-path": "/backups?search=private",
    ...own,
    ...sent.headers,
  });
  const request = { headers, requestId: "req_test", input: sent.input ?? { name: "n" } };
  return handleAction(runtime, spec, request).catch((error: unknown) => error);
}

const logged = () => lines.map((line): unknown => JSON.parse(line));

const failWith = (error: Error): Partial<Spec> => ({
  run: async () => {
    throw error;
  },
});

test.each([
  ["another site", {}, { headers: { origin: "https://evil.example" } }, "cross_site_request"],
  ["a page without its token", {}, { headers: { [CSRF_HEADER]: "x.y" } }, "stale_page"],
  ["no session", {}, { headers: { cookie: "amivault-session=x" } }, "unauthorized"],
  ["a role that may not", { permission: "users.write" }, {}, "forbidden"],
  ["a verb that refuses", failWith(new ForbiddenError("No.")), {}, "forbidden"],
  ["a thing of another account", failWith(new NotFoundError("The thing")), {}, "not_found"],
  ["another input", {}, { input: { name: "a secret" } }, "validation"],
] as const)("what is refused for %s is a line of the log", async (_why, spec, sent, code) => {
  await call(spec, sent);
  const known = !["cross_site_request", "unauthorized"].includes(code);
  expect(logged()).toMatchObject([
    {
      msg: "action refused",
      requestId: "req_test",
      code,
      permission: "permission" in spec ? spec.permission : "account.self",
      path: "/backups",
      address: "203.0.113.7",
      ...(known ? { userId } : { userId: null }),
    },
  ]);
  expect(lines.join("")).not.toMatch(/secret|private|search/);
});

test("what is done, leads elsewhere, or failed on our side is none", async () => {
  await call();
  await call(failWith(Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT;/" })));
  await call(failWith(new InternalError()));
  expect(logged()).toEqual([]);
});

test("what is missing or of another type is told in plain words", async () => {
  expect(await call({}, { input: {} })).toMatchObject({
    issues: [{ message: "This is missing." }],
  });
  expect(await call({}, { input: { name: 7 } })).toMatchObject({
    issues: [{ message: "Give a text." }],
  });
});
