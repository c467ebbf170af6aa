import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addCredential } from "../credentials/add-credential";
import { addInstance } from "../instances/add-instance";
import { getStorage } from "../storage/get-storage";
import { createAccountWorld, keysOf, type AccountWorld } from "../testing/account-world";
import { UpdateSettingsInput } from "./schemas";
import { updateSettings } from "./update-settings";

const REGION = "eu-west-1";

let world: AccountWorld;
beforeEach(async () => {
  world = await createAccountWorld();
});
afterEach(() => world.close());

/** Rows of the table of docs/settings.md: the field, where it acts, and the test that proves it. */
const rows = [
  ...readFileSync("docs/settings.md", "utf8").matchAll(
    /^\| `([a-zA-Z]+)` \| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$/gm,
  ),
].map(([, field = "", acts = "", proof = ""]) => ({ field, acts, proof }));

test("docs/settings.md says of every setting where it acts and what proves it", () => {
  expect(rows.map(({ field }) => field).toSorted()).toEqual(
    Object.keys(UpdateSettingsInput.shape).toSorted(),
  );
  for (const { acts, proof } of rows) {
    expect(existsSync(acts), acts).toBe(true);
    expect(readFileSync(proof, "utf8"), proof).toMatch(/\b(test|it)\(/);
  }
});

test("an instance is rebooted for its backups where the settings say so and nobody chose", async () => {
  const credential = await addCredential(world.admin, {
    name: "Production",
    region: REGION,
    ...keysOf(world.key),
  });
  const add = async (choice: { rebootOnBackup?: boolean } = {}) => {
    const { accountId } = world.account;
    const made = await world.sim.control.createInstance({ accountId, region: REGION });
    const place = { credentialId: credential.id, region: REGION, instanceId: made.instanceId };
    return (await addInstance(world.admin, { ...place, ...choice })).rebootOnBackup;
  };
  expect(await add()).toBe(false);
  await updateSettings(world.admin, { rebootOnBackup: true });
  expect(await add()).toBe(true);
  expect(await add({ rebootOnBackup: false })).toBe(false);
});

test("the price that is set is the one that costs are reckoned with", async () => {
  await updateSettings(world.admin, { snapshotUsdPerGiBMonth: 0.0125 });
  expect(JSON.stringify(await getStorage(world.admin, {}))).toContain("0.0125");
});
