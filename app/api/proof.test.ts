import { afterEach, beforeEach, expect, test } from "vitest";
import { PROOF_MS } from "#lib/auth/require-permission";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser } from "#lib/testing/people";
import { TEST_ORIGIN, callRoute, cookieOf } from "#lib/testing/web-client";
import { ProofDto } from "#lib/users/dto";
import { addChannel } from "./channels/declaration";
import { login } from "./login/declaration";
import { me } from "./me/declaration";
import { proveMyself } from "./me/proof/declaration";

const PASSWORD = { password: TEST_PASSWORD };
let runtime: TestRuntime;
let web: SessionWithUser;

beforeEach(async () => {
  runtime = await createTestRuntime();
  const user = await createTestUser(runtime, { username: "jo" });
  web = await createTestSession(runtime, { user, kind: "web" });
});
afterEach(() => runtime.close());

const bearer = (token: string | null) => ({ headers: { authorization: `Bearer ${token}` } });
const addWith = (as: object) => callRoute(runtime, addChannel, { ...as, body: {} });

test("a script is asked for a proof after ten minutes, gives it, and goes on with another token", async () => {
  const body = { username: "jo", ...PASSWORD };
  const { token } = (await (await callRoute(runtime, login, { body })).json()) as { token: string };
  expect((await addWith(bearer(token))).status).toBe(422);
  runtime.clock.advance(PROOF_MS);
  const refused = await addWith(bearer(token));
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ code: "proof_required" });
  const answer = await callRoute(runtime, proveMyself, { ...bearer(token), body: PASSWORD });
  const proof = ProofDto.parse(await answer.json());
  expect((await addWith(bearer(proof.token))).status).toBe(422);
  expect((await callRoute(runtime, me, bearer(token))).status).toBe(401);
});

test("a browser gets another cookie, never a token, and the one before opens nothing", async () => {
  const answer = await callRoute(runtime, proveMyself, { as: web, body: PASSWORD });
  expect(await answer.json()).toMatchObject({ token: null });
  const [cookie = ""] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^amivault-session=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
  const fresh = { headers: { cookie: cookie.split(";")[0] ?? "", origin: TEST_ORIGIN } };
  expect((await callRoute(runtime, me, fresh)).status).toBe(200);
  expect((await callRoute(runtime, me, { as: web })).status).toBe(401);
});

test("another site cannot have it proven", async () => {
  const cookie = await cookieOf(runtime, web.session.id);
  const foreign: Array<Record<string, string>> = [
    {},
    { origin: "https://evil.example" },
    // Of our own address, but no page of ours: without its token.
    { origin: TEST_ORIGIN },
  ];
  for (const origin of foreign) {
    const headers = { cookie, ...origin };
    const answer = await callRoute(runtime, proveMyself, { headers, body: PASSWORD });
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
});
