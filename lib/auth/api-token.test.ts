import { hkdfSync } from "node:crypto";
import { SignJWT } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HOUR, SECOND } from "../clock";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { readApiToken, signApiToken } from "./api-token";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const RIGHT = { alg: "HS256", issuer: "amivault", audience: "amivault-api" };

/** Under the very key that ours have, so that what is refused is refused for its claims. */
function sign({ alg, issuer, audience }: typeof RIGHT, endsAt: number): Promise<string> {
  const label = "amivault api token v1";
  const key = hkdfSync("sha256", runtime.config.sessionSecret, "", label, 32);
  const token = new SignJWT()
    .setProtectedHeader({ alg, typ: "JWT" })
    .setIssuer(issuer)
    .setAudience(audience)
    .setJti("ses_1")
    .setExpirationTime(Math.floor(endsAt / SECOND));
  return token.sign(new Uint8Array(key));
}

test("a token names its session until its end", async () => {
  const expiresAt = runtime.clock.now() + HOUR;
  const own = await signApiToken(runtime, { sessionId: "ses_1", expiresAt });
  expect(await readApiToken(runtime, own)).toBe("ses_1");
  expect(await readApiToken(runtime, await sign(RIGHT, expiresAt))).toBe("ses_1");
  runtime.clock.advance(HOUR);
  expect(await readApiToken(runtime, own)).toBeNull();
});

test.each([
  ["another issuer", { issuer: "somebody" }],
  ["another audience", { audience: "amivault-web" }],
  ["another algorithm", { alg: "HS512" }],
])("one of %s names none, though our key signed it", async (_what, wrong) => {
  const token = await sign({ ...RIGHT, ...wrong }, runtime.clock.now() + HOUR);
  expect(await readApiToken(runtime, token)).toBeNull();
});
