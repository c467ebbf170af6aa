import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { KeyView } from "#simulator/control/views";
import { addCredential } from "../credentials/add-credential";
import { accounts, credentials, instances } from "../db/schema";
import { createAccountWorld, keysOf, type AccountWorld } from "../testing/account-world";
import { firstKey } from "../testing/aws-world";
import { writeOriginalFile } from "../testing/original-file";
import { importOriginal } from "./import-original";

const REGION = "eu-west-1";
const WEB = "i-0123456789abcdef0";
const DB = "i-0123456789abcdef1";
const ADMIN = `insert into users values (1, 'admin', 'pbkdf2:sha256:1000$salt$${"0".repeat(64)}', '', 0, null, 1);`;

let world: AccountWorld;
let file: string;
let other: KeyView;
beforeEach(async () => {
  world = await createAccountWorld();
  file = path.join(world.runtime.folder, "original.db");
  other = firstKey(await world.sim.control.createAccount({ name: "staging" }));
});
afterEach(() => world.close());

const run = () => importOriginal(world.runtime, { file, check: false, zone: "UTC" });

function instanceOf(instanceId: string, { accessKeyId, secretAccessKey }: KeyView): string {
  return `insert into instances (instance_id, instance_name, access_key, secret_key, region, is_active) values ('${instanceId}', 'x', '${accessKeyId}', '${secretAccessKey}', '${REGION}', 1);`;
}

/** The account of an instance, as its own row and as its credential say it. */
async function readAccounts(instanceId: string) {
  const { read } = world.runtime.db;
  const [row] = await read
    .select({ own: instances.accountRef, its: credentials.accountRef, id: accounts.accountId })
    .from(instances)
    .innerJoin(credentials, eq(credentials.id, instances.credentialId))
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(eq(instances.instanceId, instanceId));
  expect(row?.own).toBe(row?.its);
  return row?.id;
}

async function readNames() {
  const rows = await world.runtime.db.read.select({ name: credentials.name }).from(credentials);
  return rows.map(({ name }) => name).toSorted();
}

test("a credential of the same name is another's where AWS says another account", async () => {
  await addCredential(world.admin, { ...keysOf(other), name: "Production", region: REGION });
  const { accessKeyId, secretAccessKey, accountId } = world.key;
  await writeOriginalFile(
    file,
    `${ADMIN}
    insert into aws_credentials values (1, 'Production', '${accessKeyId}', '${secretAccessKey}', '${REGION}');
    ${instanceOf(WEB, world.key)}`,
  );
  expect(await run()).toMatchObject({ credentials: { imported: 1, present: 0 } });
  expect(await readNames()).toEqual(["Production", `Production (${accountId})`]);
  expect(await readAccounts(WEB)).toBe(accountId);
  expect(await run()).toMatchObject({
    credentials: { imported: 0, present: 1 },
    instances: { imported: 0, present: 1 },
  });
});

test("a credential of the same name and account is the same one", async () => {
  await addCredential(world.admin, { ...keysOf(world.key), name: "Production", region: REGION });
  const { accessKeyId, secretAccessKey } = world.key;
  await writeOriginalFile(
    file,
    `${ADMIN} insert into aws_credentials values (1, 'Production', '${accessKeyId}', '${secretAccessKey}', '${REGION}');`,
  );
  expect(await run()).toMatchObject({ credentials: { imported: 0, present: 1 } });
});

test("two unnamed keys that end alike go each to its own account", async () => {
  const alike = { ...other, accessKeyId: `AKIAALIKEALIKEAL${world.key.accessKeyId.slice(-4)}` };
  const { world: before } = await world.sim.control.export({});
  const after = JSON.stringify(before).replaceAll(other.accessKeyId, alike.accessKeyId);
  await world.sim.control.import({ world: JSON.parse(after) as unknown });
  await writeOriginalFile(file, `${ADMIN} ${instanceOf(WEB, world.key)} ${instanceOf(DB, alike)}`);
  expect(await run()).toMatchObject({ credentials: { imported: 2, present: 0 } });
  expect(await readAccounts(WEB)).toBe(world.key.accountId);
  expect(await readAccounts(DB)).toBe(other.accountId);
  expect(await run()).toMatchObject({ credentials: { imported: 0, present: 2 } });
});

test("a key whose both names are other accounts' is left out, with the reason", async () => {
  const { accessKeyId, secretAccessKey, accountId } = world.key;
  for (const name of ["Production", `Production (${accountId})`]) {
    await addCredential(world.admin, { ...keysOf(other), name, region: REGION });
  }
  await writeOriginalFile(
    file,
    `${ADMIN} insert into aws_credentials values (1, 'Production', '${accessKeyId}', '${secretAccessKey}', '${REGION}');`,
  );
  const report = await run();
  expect(report).toMatchObject({ credentials: { imported: 0, present: 0, leftOut: 1 } });
  expect(report.notes.join()).toContain("Credential Production: credentials of other accounts");
});
