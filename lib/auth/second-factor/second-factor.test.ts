import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../../clock";
import type { Context } from "../../context";
import {
  apiTokens,
  auditEntries,
  events,
  recoveryCodes,
  secondFactorEnrolments,
  users,
} from "../../db/schema";
import { ConflictError, PreconditionFailedError, ValidationError } from "../../errors";
import { writeSetting } from "../../settings/settings.repo";
import { anonymousContext, systemContext, userContext } from "../../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../../testing/create-test-runtime";
import {
  TEST_PASSWORD,
  createTestSession,
  createTestUser,
  signedIn as withRows,
} from "../../testing/people";
import { codeOf, giveSecondFactor } from "../../testing/second-factor";
import { resetSecondFactor } from "../../users/reset-second-factor";
import { createToken } from "../../users/tokens/create-token";
import { actingAs } from "../as-user";
import { findSession } from "../find-session";
import { findLiveToken } from "../find-token";
import type { UserRow } from "../sessions.repo";
import { beginSecondFactor, ENROLMENT_MS } from "./begin-second-factor";
import { checkSecondFactor } from "./check-second-factor";
import { confirmSecondFactor } from "./confirm-second-factor";
import { disableSecondFactor } from "./disable-second-factor";
import type { EnrolmentDto } from "./dto";
import { getSecondFactor } from "./get-second-factor";
import { renewRecoveryCodes } from "./renew-recovery-codes";

const HOST = "vault.example.org";
let runtime: TestRuntime;
let ctx: Context;
let user: UserRow;

beforeEach(async () => {
  runtime = await createTestRuntime();
  user = await createTestUser(runtime, { username: "jo" });
  ctx = await signedIn();
});
afterEach(() => runtime.close());

async function signedIn(): Promise<Context> {
  const session = await createTestSession(runtime, { user, kind: "web" });
  return actingAs(anonymousContext(runtime), session);
}
const begin = (as = ctx, code?: string) =>
  beginSecondFactor(as, { host: HOST, ...(code === undefined ? {} : { code }) });
const codeFor = ({ secret }: EnrolmentDto, steps = 0) =>
  codeOf(secret, runtime.clock.now() + steps * 30 * SECOND);
const confirm = (enrolment: EnrolmentDto, code = codeFor(enrolment), as = ctx) =>
  confirmSecondFactor(as, { enrolmentId: enrolment.enrolmentId, code });
const row = async (): Promise<UserRow> => {
  const [found] = await runtime.db.read.select().from(users).where(eq(users.id, user.id));
  if (!found) throw new Error("no user");
  return found;
};
const isTaken = async (code: string): Promise<boolean> =>
  checkSecondFactor(ctx, { user: await row(), code }, async () => true).catch(() => false);
const requireByRole = () =>
  runtime.db.write((tx) =>
    writeSetting(tx, {
      key: "security.secondFactorRoles",
      value: ["admin"],
      updatedAt: 0,
      updatedBy: null,
    }),
  );

describe("setting up", () => {
  test("counts for nothing until a code was given, and from then on asks for codes", async () => {
    const enrolment = await begin();
    expect(await row()).toMatchObject({ totpSecret: null, totpConfirmedAt: null });
    expect(await getSecondFactor(ctx)).toMatchObject({
      on: false,
      settingUpUntil: expect.any(String),
    });
    const { session, recoveryCodes: codes } = await confirm(enrolment);
    const own = actingAs(ctx, { session, user: await row() });
    expect(codes).toHaveLength(10);
    expect(await getSecondFactor(own)).toMatchObject({
      on: true,
      recoveryCodesLeft: 10,
      settingUpUntil: null,
    });
    expect(await isTaken(codeFor(enrolment, 1))).toBe(true);
    expect(await isTaken(codes[3] ?? "")).toBe(true);
    expect((await getSecondFactor(own)).recoveryCodesLeft).toBe(9);
  });

  test("the code that confirmed does not sign in as well", async () => {
    const enrolment = await begin();
    await confirm(enrolment);
    expect(await isTaken(codeFor(enrolment))).toBe(false);
  });

  test("gives 160 bits as text, picture and address, with the host in the issuer", async () => {
    const { secret, uri, qrCode } = await begin();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const url = new URL(uri);
    expect(url.protocol + url.host).toBe("otpauth:totp");
    expect(decodeURIComponent(url.pathname)).toBe(`/AMIVault ${HOST}:jo`);
    expect(url.searchParams.get("issuer")).toBe(`AMIVault ${HOST}`);
    expect(url.searchParams.get("secret")).toBe(secret);
    const svg = Buffer.from(qrCode.replace("data:image/svg+xml;base64,", ""), "base64").toString();
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/style|script|<text/);
  });

  test("another session id takes the place of the one before, and every other session ends", async () => {
    const other = await signedIn();
    const enrolment = await begin();
    const { session } = await confirm(enrolment);
    const isAlive = async (sessionId: string) =>
      (await findSession(runtime, { sessionId, kind: "web", counts: false })) !== null;
    const idOf = (as: Context) => (as.actor.type === "user" ? as.actor.sessionId : "");
    expect(await isAlive(session.id)).toBe(true);
    expect(await isAlive(idOf(ctx))).toBe(false);
    expect(await isAlive(idOf(other))).toBe(false);
  });

  test("the first one revokes the tokens that the password alone had made, a change none", async () => {
    const make = (as: Context) =>
      createToken(as, { name: "nightly", scopes: ["backups.read"], expiresInDays: 30 });
    const isLive = async ({ id }: { id: string }) => (await findLiveToken(runtime, id)) !== null;
    const early = await make(ctx);
    const enrolment = await begin();
    expect(await isLive(early)).toBe(true);
    const { session } = await confirm(enrolment);
    expect(await isLive(early)).toBe(false);
    const [revoked] = await runtime.db.read.select().from(apiTokens);
    expect(revoked).toMatchObject({ revokedReason: "second_factor_confirmed" });

    const own = actingAs(ctx, { session, user: await row() });
    const late = await make(own);
    runtime.clock.advance(MINUTE);
    const next = await begin(own, codeFor(enrolment));
    await confirm(next, codeFor(next), own);
    expect(await isLive(late)).toBe(true);
    const audit = await runtime.db.read.select().from(auditEntries);
    expect(audit.map(({ after }) => after)).toEqual(
      expect.arrayContaining([{ replaced: false, tokensRevoked: 1 }, { replaced: true }]),
    );
  });

  test("begun in two tabs, only the later one can be confirmed", async () => {
    const first = await begin();
    const second = await begin();
    await expect(confirm(first)).rejects.toThrow(ConflictError);
    await expect(confirm(second, codeFor(first))).rejects.toThrow(ValidationError);
    await expect(confirm(second)).resolves.toBeDefined();
  });

  test("confirmed twice at once, one wins and its recovery codes are those that count", async () => {
    const enrolment = await begin();
    const answers = await Promise.allSettled([confirm(enrolment), confirm(enrolment)]);
    const won = answers.flatMap((a) => (a.status === "fulfilled" ? [a.value] : []));
    expect(won).toHaveLength(1);
    expect(await isTaken(won[0]?.recoveryCodes[0] ?? "")).toBe(true);
  });

  test("what was left alone runs out", async () => {
    const enrolment = await begin();
    runtime.clock.advance(ENROLMENT_MS);
    const as = await signedIn();
    await expect(confirm(enrolment, codeFor(enrolment), as)).rejects.toThrow(ConflictError);
    expect(await getSecondFactor(ctx)).toMatchObject({ on: false, settingUpUntil: null });
  });

  test("somebody else's set-up cannot be confirmed", async () => {
    const enrolment = await begin();
    const other = await createTestUser(runtime);
    const session = await createTestSession(runtime, { user: other, kind: "web" });
    const as = actingAs(anonymousContext(runtime), session);
    await expect(confirm(enrolment, codeFor(enrolment), as)).rejects.toThrow(ConflictError);
  });

  test("guesses at its first code are limited like any", async () => {
    const enrolment = await begin();
    const wrong = codeFor(enrolment) === "000000" ? "000001" : "000000";
    const codes: unknown[] = [];
    for (let n = 0; n < 12; n++) {
      const error: unknown = await confirm(enrolment, wrong).catch((e: unknown) => e);
      codes.push(Reflect.get(Object(error), "code"));
    }
    expect(codes.filter((code) => code === "validation").length).toBeLessThanOrEqual(10);
    expect(codes.at(-1)).toBe("limit_exceeded");
  });

  test("asks for a fresh proof", async () => {
    runtime.clock.advance(10 * MINUTE);
    await expect(begin()).rejects.toMatchObject({ reason: "proof_required" });
  });

  test("a job and nobody have none", async () => {
    await expect(begin(systemContext(runtime))).rejects.toMatchObject({ code: "unauthorized" });
    await expect(begin(anonymousContext(runtime))).rejects.toMatchObject({ code: "unauthorized" });
  });
});

describe("with a second factor", () => {
  test("a new authenticator asks for the old one, which counts until the new one is confirmed", async () => {
    const old = await giveSecondFactor(runtime, user);
    await expect(begin()).rejects.toThrow(ValidationError);
    const enrolment = await begin(ctx, old.codeNow());
    expect(await isTaken(codeFor(enrolment))).toBe(false);
    expect(await isTaken(old.codeNow(1))).toBe(true);
    runtime.clock.advance(MINUTE);
    await confirm(enrolment);
    expect(await isTaken(old.codeNow(1))).toBe(false);
    expect(await isTaken(old.recoveryCodes[0] ?? "")).toBe(false);
    expect(await isTaken(codeFor(enrolment, 1))).toBe(true);
  });

  test("new recovery codes ask for a code, and replace all there were", async () => {
    const own = await giveSecondFactor(runtime, user);
    await expect(renewRecoveryCodes(ctx, { code: "000000 " })).rejects.toThrow(ValidationError);
    const { recoveryCodes: fresh } = await renewRecoveryCodes(ctx, { code: own.codeNow() });
    expect(await isTaken(own.recoveryCodes[0] ?? "")).toBe(false);
    expect(await isTaken(fresh[0] ?? "")).toBe(true);
    expect(await runtime.db.read.$count(recoveryCodes)).toBe(10);
  });

  test("turning it off takes password and code, and leaves nothing behind", async () => {
    const own = await giveSecondFactor(runtime, user);
    const given = { password: TEST_PASSWORD, code: own.codeNow() };
    const off = (more: object) => disableSecondFactor(ctx, { ...given, ...more });
    await expect(off({ password: "wrong-wrong-wrong" })).rejects.toMatchObject({
      fields: { password: [expect.any(String)] },
    });
    await expect(off({ code: own.codeNow(5) })).rejects.toMatchObject({
      fields: { code: [expect.any(String)] },
    });
    expect((await row()).totpConfirmedAt).not.toBeNull();
    await off({});
    expect(await row()).toMatchObject({
      totpSecret: null,
      totpConfirmedAt: null,
      totpLastStep: null,
    });
    expect(await runtime.db.read.$count(recoveryCodes)).toBe(0);
  });

  test("a role that asks for it lets nobody turn it off", async () => {
    const own = await giveSecondFactor(runtime, user);
    await requireByRole();
    const given = { password: TEST_PASSWORD, code: own.codeNow() };
    await expect(disableSecondFactor(ctx, given)).rejects.toThrow(PreconditionFailedError);
    expect((await getSecondFactor(ctx)).required).toBe(true);
  });
});

describe("an administrator's reset", () => {
  test("takes the second factor away and ends the user's sessions", async () => {
    const own = await giveSecondFactor(runtime, user);
    await begin(ctx, own.codeNow());
    const sessionId = ctx.actor.type === "user" ? ctx.actor.sessionId : "";
    const admin = await withRows(userContext(runtime, "admin"));
    await resetSecondFactor(admin, { userId: user.id });
    expect(await row()).toMatchObject({ totpSecret: null, totpConfirmedAt: null });
    expect(await findSession(runtime, { sessionId, kind: "web", counts: false })).toBeNull();
    expect(await runtime.db.read.$count(secondFactorEnrolments)).toBe(0);
    const audit = await runtime.db.read.select().from(auditEntries);
    expect(audit.at(-1)).toMatchObject({
      action: "user.reset_second_factor",
      targetId: user.id,
      before: { username: "jo", hasSecondFactor: true },
      after: { username: "jo", hasSecondFactor: false },
    });
  });

  test("is refused to others, to oneself, and for whom nobody knows", async () => {
    const reset = (as: Context, userId = user.id) => resetSecondFactor(as, { userId });
    await expect(reset(userContext(runtime, "operator"))).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(reset(ctx)).rejects.toMatchObject({ code: "forbidden" });
    const limited = userContext(runtime, "admin", { accounts: ["acc_1"] });
    await expect(reset(limited)).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      reset(await withRows(userContext(runtime, "admin")), "usr_none"),
    ).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

test("every act is audited, and no secret is in any entry, event or row", async () => {
  const enrolment = await begin();
  const { session, recoveryCodes: codes } = await confirm(enrolment);
  const own = actingAs(ctx, { session, user: await row() });
  runtime.clock.advance(MINUTE);
  const { recoveryCodes: fresh } = await renewRecoveryCodes(own, { code: codeFor(enrolment) });
  runtime.clock.advance(MINUTE);
  await disableSecondFactor(own, { password: TEST_PASSWORD, code: codeFor(enrolment) });
  const audit = await runtime.db.read.select().from(auditEntries);
  expect(audit.map(({ action }) => action)).toEqual([
    "user.begin_second_factor",
    "user.confirm_second_factor",
    "user.renew_recovery_codes",
    "user.disable_second_factor",
  ]);
  const kept = JSON.stringify([
    audit,
    await runtime.db.read.select().from(events),
    await runtime.db.read.select().from(users),
    await runtime.db.read.select().from(recoveryCodes),
    await runtime.db.read.select().from(secondFactorEnrolments),
  ]);
  const secrets = [enrolment.secret, ...codes, ...fresh].flatMap((secret) => [
    secret,
    secret.replaceAll("-", ""),
  ]);
  for (const secret of secrets) expect(kept).not.toContain(secret);
});
