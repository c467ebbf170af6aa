import { newCanary } from "./canary";
import { expectId, type Tools } from "./tools";

const REGION = "eu-central-1";

/** Answers with the id of an instance that is protected. */
export async function plantAwsKeys({ planting, plant, ask }: Tools): Promise<string> {
  const { world, search } = planting;
  const { accountId, keys } = await world.simulator.control.createAccount({ name: "bench" });
  const real = keys[0];
  if (!real) throw new Error("An account of the simulator has a key.");
  search.plant({ what: "real access key id", value: real.accessKeyId });
  search.plant({ what: "real secret access key", value: real.secretAccessKey });
  const pair = { accessKeyId: real.accessKeyId, secretAccessKey: real.secretAccessKey };
  const credentials = "/api/aws-credentials";
  let number = 0;
  const add = (keysOf: Record<string, unknown>) => {
    const name = `credential ${++number}`;
    return ask({ method: "POST", path: credentials, body: { name, region: REGION, ...keysOf } });
  };
  const { json } = await add({ kind: "access_key", ...pair });
  const credentialId = expectId(json, "credential");
  const session = { ...awsKeys(plant, "session"), sessionToken: plant("session token", 300).value };
  await add({ kind: "access_key", ...awsKeys(plant, "wrong keys") });
  await add({ kind: "session", ...session });
  const roleArn = `arn:aws:iam::${accountId}:role/AmiVault`;
  await add({ kind: "assume_role", roleArn, ...awsKeys(plant, "role's keys") });
  await ask({
    method: "PATCH",
    path: `${credentials}/${credentialId}`,
    body: { keys: { kind: "access_key", ...awsKeys(plant, "rotated keys") } },
  });
  await ask({ method: "POST", path: `${credentials}/${credentialId}/validate` });

  const { instanceId } = await world.simulator.control.createInstance({
    accountId,
    region: REGION,
    name: "server",
  });
  const made = await ask({
    method: "POST",
    path: "/api/instances",
    body: { credentialId, region: REGION, instanceId },
  });
  const instance = expectId(made.json, "instance");
  const begun = await ask({ method: "POST", path: `/api/instances/${instance}/backups`, body: {} });
  const backupId = expectId(begun.json, "backup");
  await untilAvailable(backupId, ask);
  const remove = (keysOf: Record<string, unknown>) =>
    ask({
      method: "POST",
      path: `/api/backups/${backupId}/removal`,
      body: { mode: "image", belowFloor: true, credential: keysOf },
    });
  await remove({ kind: "access_key", ...awsKeys(plant, "one-time keys") });
  const token = plant("one-time session token", 300).value;
  await remove({ kind: "session", ...awsKeys(plant, "one-time session"), sessionToken: token });
  await remove({ kind: "access_key", ...pair });
  return instance;
}

/** An access key as AWS writes them. */
function awsKeys(plant: Tools["plant"], what: string) {
  const id = newCanary("", 16).value.toUpperCase();
  return {
    accessKeyId: `AKIA${id}`,
    secretAccessKey: plant(`${what}: secret access key`).value,
  };
}

async function untilAvailable(backupId: string, ask: Tools["ask"]): Promise<void> {
  for (let look = 0; look < 120; look++) {
    const { json } = await ask({ method: "GET", path: `/api/backups/${backupId}` });
    if (json["status"] === "available") return;
    await new Promise((resolve) => void setTimeout(resolve, 500));
  }
  throw new Error("The backup did not become available within a minute.");
}
