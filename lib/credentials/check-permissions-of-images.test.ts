import { afterEach, beforeEach, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { backups } from "#lib/db/schema/index";
import { signedIn } from "#lib/testing/people";
import { createRemovalWorld, type RemovalWorld } from "#lib/testing/removal-world";
import { addCredential } from "./add-credential";
import { validateCredential } from "./validate-credential";

const OF_IMAGES = ["CreateTags", "DeleteTags", "DeregisterImage", "DeleteSnapshot"];

let world: RemovalWorld;
/** A role: its sessions may do nothing to what does not carry our tag. */
let credentialId: string;
beforeEach(async () => {
  world = await createRemovalWorld({ backups: 3 });
  const [place] = world.fleet;
  if (!place) throw new Error("There is an instance.");
  const trusts = [place.accountId];
  const role = await world.sim.control.createRole({
    accountId: place.accountId,
    name: "AmiVault",
    trusts,
  });
  const admin = await signedIn(world.admin);
  const { id } = await addCredential(admin, {
    kind: "assume_role",
    name: "By a role",
    region: place.region,
    roleArn: role.arn,
    sourceCredentialId: place.credentialId,
  });
  credentialId = id;
});
afterEach(async () => {
  await world.runtime.close();
  await world.sim.close();
});

async function statesOfImages() {
  const admin = await signedIn(world.admin);
  const { ok, credential } = await validateCredential(admin, { credentialId });
  const items = credential.permissions?.items ?? [];
  const answers = OF_IMAGES.map((name) => items.find(({ action }) => action === `ec2:${name}`));
  return { ok, states: [...new Set(answers.map((item) => item?.state))], answers };
}

/** As an image that was imported: AWS has no tag of ours on it. */
async function bare(
  backup: { id: string; imageId: string; snapshotIds: string[] } | undefined,
  kind: "adopted" | "scheduled" = "adopted",
) {
  if (!backup) throw new Error("There is a backup.");
  for (const resourceId of [backup.imageId, ...backup.snapshotIds])
    await world.sim.control.retag({ resourceId, tags: { "amivault:owner": null } });
  await world.runtime.db.write((tx) =>
    tx.update(backups).set({ kind }).where(eq(backups.id, backup.id)),
  );
}

it("an image without our tag, which no policy lets be touched, is not what AWS is asked with", async () => {
  await bare(world.old[0]);
  expect(await statesOfImages()).toMatchObject({ ok: true, states: ["allowed"] });
});

it("where there are only such, it cannot be known until there is a backup of ours", async () => {
  for (const backup of world.old) await bare(backup);
  const { ok, states, answers } = await statesOfImages();
  expect({ ok, states }).toEqual({ ok: true, states: ["unknown"] });
  expect(answers[0]?.note).toBe("It cannot be known until there is a backup of ours here.");
});

it("what is denied of an image of ours is missing all the same", async () => {
  await bare(world.old[0]);
  await world.sim.control.deny({ action: "ec2:DeregisterImage" });
  expect((await statesOfImages()).states).toEqual(["allowed", "missing"]);
});

it("images that may not be read keep no other question waiting or unanswered", async () => {
  await world.sim.control.deny({ action: "ec2:DescribeImages" });
  await world.sim.control.deny({ action: "ec2:DeregisterImage" });
  const { answers } = await statesOfImages();
  expect(answers.map((item) => item?.state)).toEqual(["allowed", "allowed", "missing", "unknown"]);
});

it("what was adopted is asked with where nothing that was made here carries our tag", async () => {
  const [, , newest] = world.old;
  if (!newest) throw new Error("There is a backup.");
  await world.runtime.db.write((tx) =>
    tx.update(backups).set({ kind: "adopted" }).where(eq(backups.id, newest.id)),
  );
  for (const backup of world.old.slice(0, 2)) await bare(backup, "scheduled");
  expect(await statesOfImages()).toMatchObject({ ok: true, states: ["allowed"] });
});

it("an image that may carry no tag is not asked with where AWS does not tell its tags", async () => {
  for (const backup of world.old) await bare(backup);
  await world.sim.control.deny({ action: "ec2:DescribeImages" });
  expect((await statesOfImages()).states).toEqual(["unknown"]);
});

it("where its snapshots may not be read, the image with our tag is asked with all the same", async () => {
  const [oldest, , newest] = world.old;
  await bare(newest, "scheduled");
  await bare(oldest, "scheduled");
  await world.sim.control.deny({ action: "ec2:DescribeSnapshots" });
  const { answers } = await statesOfImages();
  expect(answers.map((item) => item?.state)).toEqual(["allowed", "allowed", "allowed", "unknown"]);
});

it("the newest that was made here is asked with where AWS does not tell its tags", async () => {
  await bare(world.old[0], "scheduled");
  await world.sim.control.deny({ action: "ec2:DescribeImages" });
  expect((await statesOfImages()).states).toEqual(["allowed", "unknown"]);
});
