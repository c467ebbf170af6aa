import { afterEach, beforeEach, expect, test } from "vitest";
import { alerts, auditEntries } from "#lib/db/schema/index";
import { addInstance } from "#lib/instances/add-instance";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { addCredential } from "./add-credential";
import type { CheckOptions } from "./check-times";
import { OUT_OF_TIME } from "./missing-of.pure";
import { validateCredential } from "./validate-credential";

const HOME = "eu-west-1";
const AWAY = "us-east-1";
/** A region that hangs is given up soon, one that answers long before; the whole never comes to its end. */
const SHORT = { regionMs: 2_500, wholeMs: 60_000 };

let world: AccountWorld;
let credentialId: string;
beforeEach(async () => {
  world = await createAccountWorld();
  const keys = keysOf(world.key);
  const saved = await addCredential(world.admin, { name: "Production", region: HOME, ...keys });
  credentialId = saved.id;
  const { accountId } = world.account;
  for (const region of [HOME, AWAY]) {
    const { instanceId } = await world.sim.control.createInstance({ accountId, region });
    await addInstance(world.admin, { credentialId, region, instanceId });
  }
  // The first one loads the clients of six services.
  await validate();
});
afterEach(() => world.close());

const validate = (options: CheckOptions = {}) =>
  validateCredential(world.admin, { credentialId }, options);
const hang = (region: string, action?: string) =>
  world.sim.control.addFault({
    scope: { region, service: "ec2", ...(action === undefined ? {} : { action }) },
    effect: { kind: "hang" },
  });
/** Of KMS nothing is asked. */
const isAsked = ({ action }: { action: string }) => !action.startsWith("kms:");
async function sentSince(afterSeq: number): Promise<string[]> {
  return (await world.sim.control.calls({ afterSeq })).items.map(({ action }) => action);
}

test("a region that hangs is unknown in time, and spoils no other's answers", async () => {
  await hang(AWAY);
  const { ok, message, credential } = await validate({ limits: SHORT });
  expect(ok).toBe(true);
  expect(message).toContain(`Not all was answered: ${AWAY}.`);
  const [home, away] = credential.permissions?.regions ?? [];
  expect(home?.items.find(({ action }) => action === "ec2:CreateImage")?.state).toBe("allowed");
  expect(home?.schedule?.items.find(({ action }) => action === "iam:GetRole")?.state).toBe(
    "allowed",
  );
  expect(away?.region).toBe(AWAY);
  expect(
    new Set(away?.items.filter(isAsked).map(({ state, note }) => `${state}: ${note}`)),
  ).toEqual(new Set([`unknown: ${OUT_OF_TIME}`]));
});

test("of a region in which one question hangs, the others are answered", async () => {
  await hang(AWAY, "CreateImage");
  const { credential } = await validate({ limits: SHORT });
  const away = credential.permissions?.regions[1];
  const late = away?.items.filter(({ note }) => note === OUT_OF_TIME);
  expect(late?.map(({ action }) => action)).toEqual(["ec2:CreateImage"]);
  expect(away?.items.find(({ action }) => action === "ec2:DescribeImages")?.state).toBe("allowed");
});

test("what was denied stays alerted while the region keeps silent", async () => {
  await world.sim.control.deny({ action: "ec2:CreateImage", region: AWAY });
  await validate();
  await world.sim.control.allow({});
  await hang(AWAY);
  const silent = await validate({ limits: SHORT });
  expect(silent).toMatchObject({ ok: false, code: "MissingPermission" });
  expect(silent.message).toContain("may not do ec2:CreateImage. Not all was answered");
  const states = silent.credential.permissions?.regions[1]?.items.map(
    ({ action, state }) => `${action}: ${state}`,
  );
  // With its statement to add; what was allowed is not known now.
  expect(states).toContain("ec2:CreateImage: missing");
  expect(states).toContain("ec2:DescribeImages: unknown");
  const open = () => world.runtime.db.read.select().from(alerts);
  expect(await open()).toMatchObject([{ kind: "credentials.limited", status: "open" }]);
  await world.sim.control.clearFaults();
  await validate();
  expect(await open()).toMatchObject([{ kind: "credentials.limited", status: "closed" }]);
});

test.each([
  ["is throttled", { kind: "throttle" }],
  ["fails with AWS", { kind: "error", code: "InternalError", status: 500 }],
  ["is not answered by AWS", { kind: "html" }],
] as const)("what was denied stays alerted while the question %s", async (_what, effect) => {
  await world.sim.control.deny({ action: "ec2:CreateImage", region: AWAY });
  await validate();
  await world.sim.control.allow({});
  await world.sim.control.addFault({ scope: { action: "CreateImage", region: AWAY }, effect });
  const unanswered = await validate();
  expect(unanswered).toMatchObject({ ok: false, code: "MissingPermission" });
  expect(unanswered.message).toContain(`Not all was answered: ${AWAY}.`);
  const [alert] = await world.runtime.db.read.select().from(alerts);
  expect(alert).toMatchObject({ kind: "credentials.limited", status: "open" });
});

test("what a silent region had denied is alerted beside what another denies", async () => {
  const { control } = world.sim;
  await control.deny({ action: "ec2:CreateImage", region: AWAY });
  await validate();
  await control.allow({});
  await control.deny({ action: "ec2:DescribeImages", region: HOME });
  await hang(AWAY);
  await validate({ limits: SHORT });
  const [alert] = await world.runtime.db.read.select().from(alerts);
  expect(alert?.message).toContain("ec2:DescribeImages");
  expect(alert?.message).toContain("ec2:CreateImage");
});

test.each(["GetCallerIdentity", "AssumeRole"])(
  "%s that hangs is waited for no longer than the rest, and marks no keys as bad",
  async (action) => {
    const { control } = world.sim;
    const trusts = [world.account.accountId];
    const { accountId } = await control.createAccount({ name: "away" });
    const { arn: roleArn } = await control.createRole({ accountId, name: "AmiVault", trusts });
    const role = { kind: "assume_role", roleArn, sourceCredentialId: credentialId } as const;
    const saved = await addCredential(world.admin, { name: "Role", region: HOME, ...role });
    await control.addFault({ scope: { service: "sts", action }, effect: { kind: "hang" } });
    const began = performance.now();
    const limits = { regionMs: 60_000, wholeMs: 500 };
    const answer = await validateCredential(world.admin, { credentialId: saved.id }, { limits });
    expect(answer).toMatchObject({ ok: false, code: "Timeout" });
    expect(answer.credential.validationError).toBeNull();
    // One call alone may take 30 seconds.
    expect(performance.now() - began).toBeLessThan(15_000);
  },
);

test("however many regions hang, the whole comes to its end", async () => {
  for (const region of [HOME, AWAY]) await hang(region);
  const answer = await validate({ limits: { regionMs: 60_000, wholeMs: 500 } });
  expect(answer).toMatchObject({ ok: false, code: "Timeout" });
  const regions = answer.credential.permissions?.regions ?? [];
  expect(regions).toHaveLength(2);
  for (const { items } of regions)
    for (const { note } of items.filter(isAsked)) expect(note).toBe(OUT_OF_TIME);
});

test("a request that was broken off asks no more, and keeps nothing", async () => {
  for (const region of [HOME, AWAY]) await hang(region);
  const { lastSeq } = await world.sim.control.calls({});
  const audited = await world.runtime.db.read.$count(auditEntries);
  const gone = new AbortController();
  const checking = validate({ signal: gone.signal });
  await expect.poll(() => sentSince(lastSeq)).toContain("DescribeRegions");
  gone.abort();
  await expect(checking).rejects.toThrow("The check was broken off.");
  const sent = new Set(await sentSince(lastSeq));
  expect(sent).toEqual(new Set(["GetCallerIdentity", "DescribeRegions"]));
  expect(await world.runtime.db.read.$count(auditEntries)).toBe(audited);
});
