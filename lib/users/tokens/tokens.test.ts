import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { actingAs } from "../../auth/as-user";
import { asToken, findLiveToken, findToken } from "../../auth/find-token";
import { hashPersonalToken } from "../../auth/personal-token";
import { mayDo, requirePermission } from "../../auth/require-permission";
import type { SessionWithUser, UserRow } from "../../auth/sessions.repo";
import { DAY, MINUTE } from "../../clock";
import type { Context } from "../../context";
import { apiTokens, auditEntries, events, sessions, users } from "../../db/schema";
import { ForbiddenError, NotFoundError } from "../../errors";
import { writeSetting } from "../../settings/settings.repo";
import { anonymousContext, systemContext, userContext } from "../../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../../testing/create-test-runtime";
import { createTestSession, createTestUser, signedIn as withRows } from "../../testing/people";
import { createToken } from "./create-token";
import { listOwnTokens, listTokens } from "./list-tokens";
import { revokeOwnToken, revokeTokenOf } from "./revoke-token";
import { grantableScopes, scopesOf } from "./scopes";

const READ = { name: "metrics", scopes: ["backups.read"], expiresInDays: 30 };
let runtime: TestRuntime;
let owner: SessionWithUser;

beforeEach(async () => {
  runtime = await createTestRuntime();
  const user = await createTestUser(runtime, { role: "operator" });
  owner = await createTestSession(runtime, { user, kind: "web" });
});
afterEach(() => runtime.close());

const as = (who: SessionWithUser) => actingAs(anonymousContext(runtime), who);
const find = (text: string) => findToken(runtime, { text, address: "198.51.100.9" });
const actions = async () =>
  (await runtime.db.read.select().from(auditEntries)).map(({ action }) => action);
const changeUser = (set: Partial<UserRow>) =>
  runtime.db.write((tx) => tx.update(users).set(set).where(eq(users.id, owner.user.id)));

async function contextOf(text: string): Promise<Context> {
  const found = await find(text);
  if (!found) throw new Error("The token opens nothing.");
  return { ...anonymousContext(runtime), ...asToken(found) };
}

describe("making one", () => {
  test("shows it once, and keeps a hash", async () => {
    const made = await createToken(as(owner), READ);
    expect(made).toMatchObject({ name: "metrics", scopes: ["backups.read"], lastUsedAt: null });
    expect(made.token.endsWith(made.last4)).toBe(true);
    const [row] = await runtime.db.read.select().from(apiTokens);
    expect(row?.tokenHash).toBe(hashPersonalToken(made.token));
    const everywhere = JSON.stringify([
      row,
      await listOwnTokens(as(owner)),
      await runtime.db.read.select().from(auditEntries),
      await runtime.db.read.select().from(events),
    ]);
    expect(everywhere).not.toContain(made.token);
    expect(await actions()).toEqual(["token.create"]);
  });

  test.each([
    ["wider than the role", { scopes: ["backups.read", "backups.delete"] }],
    ["that asks for a proof", { scopes: ["account.secure"] }],
    ["that signs somebody out", { scopes: ["account.self"] }],
    ["that there is not", { scopes: ["backups.*"] }],
    ["of nothing", { scopes: [] }],
    ["for ever", { expiresInDays: 366 }],
    ["for no time", { expiresInDays: 0 }],
    ["without a name", { name: "  " }],
  ])("with a scope or time %s is refused", async (_what, wrong) => {
    const made = createToken(as(owner), { ...READ, ...wrong });
    await expect(made).rejects.toMatchObject({
      name: expect.stringMatching(/ZodError|ValidationError/),
    });
    expect(await runtime.db.read.$count(apiTokens)).toBe(0);
  });

  test("is for no session that has ended, and none that owes a second factor", async () => {
    const ctx = as(owner);
    if (ctx.actor.type !== "user") throw new Error("a person");
    const owing = { ...ctx, actor: { ...ctx.actor, mustSetUpSecondFactor: true } };
    const reason = "second_factor_required";
    await expect(createToken(owing, READ)).rejects.toMatchObject({ reason });
    await runtime.db.write((tx) => tx.update(sessions).set({ endedAt: 1 }));
    await expect(createToken(ctx, READ)).rejects.toMatchObject({ code: "unauthorized" });
    expect(await runtime.db.read.$count(apiTokens)).toBe(0);
  });

  test("needs a fresh proof, and a person: a token makes none", async () => {
    const { id: userId } = owner.user;
    const stale = userContext(runtime, "operator", { userId, provenAt: 0 });
    await expect(createToken(stale, READ)).rejects.toMatchObject({ reason: "proof_required" });
    const { token } = await createToken(as(owner), {
      ...READ,
      scopes: scopesOf("everything", "operator"),
    });
    const byToken = createToken(await contextOf(token), READ);
    await expect(byToken).rejects.toMatchObject({ reason: "scope_required" });
    await expect(createToken(systemContext(runtime), READ)).rejects.toMatchObject({
      code: "unauthorized",
    });
  });

  test("ends at fifty for one user, until one is revoked", async () => {
    const all = [];
    for (let count = 0; count < 50; count++) all.push(await createToken(as(owner), READ));
    await expect(createToken(as(owner), READ)).rejects.toMatchObject({ code: "limit_exceeded" });
    await revokeOwnToken(as(owner), { tokenId: all[0]?.id ?? "" });
    await expect(createToken(as(owner), READ)).resolves.toBeDefined();
  });
});

describe("what it may do", () => {
  test("is its scopes, and reading who it is", async () => {
    const ctx = await contextOf((await createToken(as(owner), READ)).token);
    expect([mayDo(ctx, "backups.read"), mayDo(ctx, "account.read")]).toEqual([true, true]);
    expect([mayDo(ctx, "backups.create"), mayDo(ctx, "account.self")]).toEqual([false, false]);
  });

  test("is never more than its user's role is now, and the accounts they see now", async () => {
    const scopes = ["backups.create", "backups.read"];
    const { token } = await createToken(as(owner), { ...READ, scopes });
    await changeUser({ role: "viewer", accountRefs: ["acc_1"] });
    const ctx = await contextOf(token);
    expect(() => requirePermission(ctx, "backups.create")).toThrow(ForbiddenError);
    expect(() => requirePermission(ctx, "backups.read")).not.toThrow();
    expect(ctx.accounts).toEqual(["acc_1"]);
    await changeUser({ role: "admin", accountRefs: null });
    expect(mayDo(await contextOf(token), "backups.delete")).toBe(false);
  });

  test("by the presets: looks, the daily work, and all that the role may give", () => {
    for (const role of ["viewer", "operator", "admin"] as const) {
      const read = scopesOf("read", role);
      expect(read.every((permission) => permission.endsWith(".read"))).toBe(true);
      expect(scopesOf("everything", role)).toEqual(grantableScopes(role));
      expect(scopesOf("back_up", role)).toEqual(expect.arrayContaining(read));
    }
    expect(scopesOf("back_up", "operator")).toContain("backups.create");
    expect(scopesOf("back_up", "viewer")).toEqual(scopesOf("read", "viewer"));
    expect(grantableScopes("admin")).not.toContain("credentials.write");
  });
});

describe("its end", () => {
  test("comes at the very instant it says", async () => {
    const { token, expiresAt } = await createToken(as(owner), { ...READ, expiresInDays: 1 });
    expect(Date.parse(expiresAt)).toBe(runtime.clock.now() + DAY);
    runtime.clock.advance(DAY - 1);
    expect(await find(token)).not.toBeNull();
    runtime.clock.advance(1);
    expect(await find(token)).toBeNull();
    expect((await listOwnTokens(as(owner))).total).toBe(0);
  });

  test.each([{ active: false }, { deletedAt: 1 }, { mustChangePassword: true }])(
    "comes at once for a user with %o",
    async (set) => {
      const made = await createToken(as(owner), READ);
      await changeUser(set);
      expect(await find(made.token)).toBeNull();
      expect(await findLiveToken(runtime, made.id)).toBeNull();
    },
  );

  test("is a pause while its user owes a second factor", async () => {
    const { token } = await createToken(as(owner), READ);
    await runtime.db.write((tx) =>
      writeSetting(tx, {
        key: "security.secondFactorRoles",
        value: ["operator"],
        updatedAt: runtime.clock.now(),
        updatedBy: null,
      }),
    );
    runtime.clock.advance(3_000);
    expect(await find(token)).toBeNull();
    await changeUser({ totpConfirmedAt: runtime.clock.now() });
    expect(await find(token)).not.toBeNull();
  });

  test("is its owner's word, audited, at once and without a proof", async () => {
    const { token, id: tokenId } = await createToken(as(owner), READ);
    const person = { userId: owner.user.id, provenAt: 0 };
    const stale = await withRows(userContext(runtime, "operator", person));
    await revokeOwnToken(stale, { tokenId });
    expect(await find(token)).toBeNull();
    await expect(revokeOwnToken(stale, { tokenId })).rejects.toBeInstanceOf(NotFoundError);
    expect(await actions()).toEqual(["token.create", "token.revoke"]);
  });

  test("is an administrator's word, but nobody else's", async () => {
    const { token, id: tokenId } = await createToken(as(owner), READ);
    const stranger = await withRows(userContext(runtime, "operator", { userId: "usr_other" }));
    await expect(revokeOwnToken(stranger, { tokenId })).rejects.toBeInstanceOf(NotFoundError);
    const of = { userId: owner.user.id, tokenId };
    await expect(revokeTokenOf(as(owner), of)).rejects.toBeInstanceOf(ForbiddenError);
    await expect(listTokens(as(owner), of)).rejects.toBeInstanceOf(ForbiddenError);
    const admin = await withRows(userContext(runtime, "admin"));
    const ofAnother = { userId: "usr_other", tokenId };
    await expect(revokeTokenOf(admin, ofAnother)).rejects.toBeInstanceOf(NotFoundError);
    await expect(listTokens(admin, { userId: "usr_none" })).rejects.toBeInstanceOf(NotFoundError);
    expect((await listTokens(admin, of)).items).toMatchObject([{ id: tokenId }]);
    await revokeTokenOf(admin, of);
    expect(await find(token)).toBeNull();
  });
});

test("the last use is written with its address, at most once a minute", async () => {
  const { token } = await createToken(as(owner), READ);
  const used = async () => (await listOwnTokens(as(owner))).items[0];
  await find(token);
  const first = await used();
  expect(first).toMatchObject({ lastUsedAddress: "198.51.100.9" });
  runtime.clock.advance(MINUTE - 1);
  await find(token);
  expect(await used()).toEqual(first);
  runtime.clock.advance(1);
  await find(token);
  expect(Date.parse((await used())?.lastUsedAt ?? "")).toBe(runtime.clock.now());
});
