import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alerts, auditEntries, instances } from "#lib/db/schema/index";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { addInstance } from "#lib/instances/add-instance";
import { alikeRegions } from "./alike-regions.pure";
import { addCredential } from "./add-credential";
import type { CredentialDto, CredentialDetailDto } from "./dto";
import { doctorRow, missingStatements } from "./doctor-matrix.pure";
import { getCredential } from "./get-credential";
import { listCredentials } from "./list-credentials";
import { NEEDED_PERMISSIONS, UNASKABLE_PERMISSIONS } from "./needed-permissions.pure";
import { SCHEDULE_PERMISSIONS } from "./schedule-permissions.pure";
import { updateCredential } from "./update-credential";
import { validateCredential } from "./validate-credential";

const REGION = "eu-west-1";

let world: AccountWorld;
let saved: CredentialDto;
beforeEach(async () => {
  world = await createAccountWorld();
  saved = await addCredential(world.admin, {
    name: "Production",
    region: REGION,
    ...keysOf(world.key),
  });
});
afterEach(() => world.close());

const validate = () => validateCredential(world.admin, { credentialId: saved.id });
const runInstance = () =>
  world.sim.control.createInstance({
    accountId: world.account.accountId,
    region: REGION,
    name: "web",
  });

function stateOf({ permissions }: CredentialDetailDto, action: string) {
  return permissions?.items.find((item) => item.action === action);
}

describe("the permissions of a credential", () => {
  it("are asked of AWS one by one, kept, and shown to who may read it", async () => {
    await runInstance();
    const { ok, credential } = await validate();
    expect(ok).toBe(true);
    expect(credential.permissions?.items).toHaveLength(
      NEEDED_PERMISSIONS.length + UNASKABLE_PERMISSIONS.length,
    );
    expect(stateOf(credential, "ec2:CreateImage")).toMatchObject({
      state: "allowed",
      statement: null,
    });
    expect(stateOf(credential, "autoscaling:DescribeLaunchConfigurations")?.state).toBe("allowed");
    const shown = await getCredential(world.viewer, { credentialId: saved.id });
    expect(shown.permissions).toEqual(credential.permissions);
  });

  it("that are missing come with the statement to add, and make the answer a no", async () => {
    await runInstance();
    await world.sim.control.deny({ action: "ec2:CreateImage" });
    const answer = await validate();
    expect(answer).toMatchObject({ ok: false, code: "MissingPermission" });
    expect(answer.message).toContain("may not do ec2:CreateImage");
    // The keys themselves are good: nothing is held against them.
    expect(answer.credential.validationError).toBeNull();
    const missing = stateOf(answer.credential, "ec2:CreateImage");
    expect(missing).toMatchObject({
      state: "missing",
      note: expect.stringContaining("User: arn:"),
    });
    expect(missing?.note).not.toContain("Encoded");
    const statements = JSON.parse(`[${missing?.statement}]`);
    expect(statements[0]).toMatchObject({ Effect: "Allow", Action: "ec2:CreateImage" });
    const [listed] = (await listCredentials(world.viewer)).items;
    expect(listed?.missingPermissions).toEqual(["ec2:CreateImage"]);
    const audit = await world.runtime.db.read.select().from(auditEntries);
    expect(audit.at(-1)).toMatchObject({
      action: "credential.validate",
      after: { ok: false, missing: ["ec2:CreateImage"] },
    });

    await world.sim.control.allow({});
    const mended = await validate();
    expect(mended).toMatchObject({ ok: true, credential: { missingPermissions: [] } });
  });

  it("are known also where reading itself is what is missing", async () => {
    await world.sim.control.deny({ action: "ec2:DescribeInstances" });
    const { credential, code } = await validate();
    expect(code).toBe("UnauthorizedOperation");
    expect(stateOf(credential, "ec2:DescribeInstances")?.state).toBe("missing");
    expect(stateOf(credential, "ec2:DescribeImages")?.state).toBe("allowed");
  });

  it("that there is nothing to ask with are unknown, never guessed", async () => {
    const { ok, credential } = await validate();
    expect(ok).toBe(true);
    expect(stateOf(credential, "ec2:CreateImage")).toMatchObject({
      state: "unknown",
      note: "It cannot be known until there is a running or stopped instance here.",
    });
    expect(stateOf(credential, "ec2:DeregisterImage")).toMatchObject({
      state: "unknown",
      note: "It cannot be known until there is a backup of ours here.",
    });
  });

  it("are not called missing where a role could not be assumed to ask", async () => {
    const away = await world.sim.control.createAccount({ name: "away" });
    const role = await world.sim.control.createRole({
      accountId: away.accountId,
      name: "AmiVault",
      trusts: [world.account.accountId],
    });
    const { id: credentialId } = await addCredential(world.admin, {
      name: "Role",
      region: REGION,
      kind: "assume_role",
      roleArn: role.arn,
      sourceCredentialId: saved.id,
    });
    await world.sim.control.createInstance({ accountId: away.accountId, region: REGION });
    // Reading has a session already; the one for making images is yet to be had.
    await world.runtime.aws.identifySaved(credentialId);
    await world.sim.control.deny({ action: "sts:AssumeRole" });
    const { credential } = await validateCredential(world.admin, { credentialId });
    expect(stateOf(credential, "ec2:DescribeVolumes")?.state).toBe("allowed");
    expect(stateOf(credential, "ec2:CreateImage")).toMatchObject({
      state: "unknown",
      note: expect.stringContaining("assume"),
    });
  });

  it("that AWS could not be asked about are unknown", async () => {
    await world.sim.control.addFault({
      scope: { action: "DescribeVolumes" },
      effect: { kind: "html" },
    });
    const { credential } = await validate();
    expect(stateOf(credential, "ec2:DescribeVolumes")).toMatchObject({ state: "unknown" });
  });

  it("of EventBridge are asked as well, and held against nobody who does not use it", async () => {
    await runInstance();
    await world.sim.control.deny({ action: "ec2:DeleteTags" });
    await world.sim.control.deny({ action: "iam:GetRole" });
    const { ok, credential } = await validate();
    expect(ok).toBe(true);
    expect(credential.missingPermissions).toEqual([]);
    const schedule = credential.permissions?.schedule;
    expect(schedule?.items.map(({ action }) => action)).toEqual(
      SCHEDULE_PERMISSIONS.map(({ action }) => action),
    );
    const stateIn = (action: string) => schedule?.items.find((item) => item.action === action);
    expect(schedule?.inUse).toBe(false);
    expect(stateIn("ec2:DeleteTags")).toMatchObject({
      state: "missing",
      statement: expect.stringContaining("amivault:protect"),
    });
    expect(stateIn("ec2:CreateTags")?.state).toBe("allowed");
    expect(stateIn("iam:GetRole")).toMatchObject({
      state: "missing",
      statement: expect.stringContaining("role/amivault-*"),
    });
    expect(stateIn("iam:CreateRole")).toMatchObject({
      state: "unknown",
      note: "AWS cannot be asked about it without doing it.",
    });
  });

  it("of EventBridge count where an instance of the account is started by it", async () => {
    const { instanceId } = await runInstance();
    await addInstance(world.admin, { credentialId: saved.id, region: REGION, instanceId });
    await world.runtime.db.write((tx) => tx.update(instances).set({ scheduler: "eventbridge" }));
    await world.sim.control.deny({ action: "iam:GetRole" });
    const { ok, credential } = await validate();
    expect(ok).toBe(false);
    expect(credential.permissions?.schedule?.inUse).toBe(true);
    expect(credential.missingPermissions).toEqual(["iam:GetRole"]);
  });

  it("are forgotten with the keys and the region they were asked for", async () => {
    await validate();
    await updateCredential(world.admin, { credentialId: saved.id, region: "us-east-1" });
    const moved = await getCredential(world.viewer, { credentialId: saved.id });
    expect(moved.permissions).toBeNull();
    await validate();
    const key = await world.sim.control.createKey({ accountId: saved.accountId });
    await updateCredential(world.admin, { credentialId: saved.id, keys: keysOf(key) });
    const rotated = await getCredential(world.viewer, { credentialId: saved.id });
    expect(rotated.permissions).toBeNull();
  });

  it("ask for nothing that changes anything in AWS", async () => {
    await runInstance();
    const { lastSeq } = await world.sim.control.calls({});
    const before = (await world.sim.control.images({})).items;
    await validate();
    const { items } = await world.sim.control.calls({ afterSeq: lastSeq });
    const sent = items.filter(({ action }) => !/^(Describe|Get|List)/.test(action));
    expect(sent.map(({ action }) => action).toSorted()).toEqual([
      "CreateImage",
      "CreateTags",
      "DeleteTags",
    ]);
    expect((await world.sim.control.images({})).items).toEqual(before);
  });

  it("are asked in every region in use, and what one of them denies is told and alerted", async () => {
    const elsewhere = "us-east-1";
    const { instanceId } = await world.sim.control.createInstance({
      accountId: world.account.accountId,
      region: elsewhere,
      name: "far",
    });
    await addInstance(world.admin, { credentialId: saved.id, region: elsewhere, instanceId });
    await world.sim.control.deny({ action: "ec2:CreateImage", region: elsewhere, by: "scp" });
    const { ok, credential } = await validate();
    expect(ok).toBe(false);
    expect(credential.missingPermissions).toEqual(["ec2:CreateImage"]);
    const regions = credential.permissions?.regions ?? [];
    expect(regions.map(({ region }) => region)).toEqual([REGION, elsewhere]);
    // IAM is one for all of them.
    const roles = await world.sim.control.calls({ action: "GetRole" });
    expect(roles.items).toHaveLength(1);
    const cell = doctorRow(credential, ["ec2:CreateImage"]);
    expect(cell).toEqual([{ action: "ec2:CreateImage", state: "missing", regions: [elsewhere] }]);
    expect(missingStatements(credential)).toHaveLength(1);
    expect(alikeRegions(regions).map((group) => group.regions)).toEqual([[REGION], [elsewhere]]);
    const open = () => world.runtime.db.read.select().from(alerts);
    expect(await open()).toMatchObject([{ kind: "credentials.limited", status: "open" }]);

    await world.sim.control.allow({});
    expect((await validate()).ok).toBe(true);
    expect(await open()).toMatchObject([{ kind: "credentials.limited", status: "closed" }]);
  });

  it("to remove are held against nobody whose instances keep all they have", async () => {
    const { instanceId } = await runInstance();
    await addInstance(world.admin, { credentialId: saved.id, region: REGION, instanceId });
    const keeps = { retentionPolicyId: null };
    await world.runtime.db.write((tx) => tx.update(instances).set(keeps));
    await world.sim.control.deny({ action: "autoscaling:DescribeLaunchConfigurations" });
    const answer = await validate();
    expect(answer.ok).toBe(true);
    expect(answer.credential.features).toEqual(["backups"]);
    expect(answer.credential.neededPolicy).not.toContain("DeregisterImage");
  });
});
