import { FinalError, waitFor } from "./wait-for.mjs";

const BACKUP_SECONDS_MAX = 120;
const ENDED_BADLY = new Set(["failed", "missed", "skipped"]);

/**
 * Protects an instance, backs it up through the API and looks the result up in the simulator.
 * @param {{
 *   demo: { api: ReturnType<import("./api.mjs").createApi>, simulatorUrl: string, password: string | null },
 *   say: (text: string) => void,
 * }} input
 */
export async function runCheck({ demo, say }) {
  const { api, simulatorUrl } = demo;
  const control = createControl(simulatorUrl);
  await step(say, "signing in", async () => {
    if (demo.password === null) throw new Error("the administrator's password was refused");
  });
  const instance = await step(say, "protecting an instance", () => protectOne(api, control));
  const started = await step(say, "starting a backup", () =>
    api.post(`/api/instances/${instance.id}/backups`, { description: "demo check" }),
  );
  const backup = await step(say, "waiting for the backup", () => waitForBackup(api, started.id));
  await step(say, "verifying the image in AWS", () => verify({ control, backup, instance }));
}

/**
 * @param {(text: string) => void} say
 * @param {string} name
 * @param {() => Promise<any>} run
 */
async function step(say, name, run) {
  say(`  ${name} …`);
  try {
    return await run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Step "${name}" failed: ${reason}`, { cause: error });
  }
}

/** The first running instance that nobody protects yet, through a credential of its account. */
async function protectOne(/** @type {any} */ api, /** @type {any} */ control) {
  const { items: credentials } = await api.get("/api/aws-credentials?limit=100");
  const { items: known } = await api.get("/api/instances?limit=200");
  const protectedIds = new Set(known.map((/** @type {any} */ one) => one.instanceId));
  const wanted = (await control("listInstances", {})).find(
    (/** @type {any} */ one) => one.state === "running" && !protectedIds.has(one.instanceId),
  );
  if (!wanted) throw new Error("every running instance is protected already");
  const credential = credentials.find(
    (/** @type {any} */ one) => one.accountId === wanted.accountId,
  );
  if (!credential) throw new Error(`no credential reaches account ${wanted.accountId}`);
  return api.post("/api/instances", {
    credentialId: credential.id,
    region: wanted.region,
    instanceId: wanted.instanceId,
  });
}

async function waitForBackup(/** @type {any} */ api, /** @type {string} */ id) {
  return waitFor({
    what: "the backup",
    secondsMax: BACKUP_SECONDS_MAX,
    pauseMs: 250,
    probe: async () => {
      const backup = await api.get(`/api/backups/${id}`);
      if (ENDED_BADLY.has(backup.status)) {
        throw new FinalError(`the backup is ${backup.status}: ${backup.statusReason}`);
      }
      return backup.status === "available" ? backup : null;
    },
  });
}

/** By the simulator's own truth, not by what the product was told. */
async function verify(/** @type {any} */ { control, backup, instance }) {
  const { items: images } = await control("images", {
    instanceId: instance.instanceId,
    live: true,
  });
  const mine = images.filter((/** @type {any} */ image) => image.name === backup.imageName);
  expect(mine.length === 1, `${mine.length} images are called ${backup.imageName}, not one`);
  const [image] = mine;
  expect(
    image.imageId === backup.imageId,
    `AWS has ${image.imageId}, the record ${backup.imageId}`,
  );
  expect(image.state === "available", `the image is ${image.state}`);
  expect(image.snapshotIds.length > 0, "the image has no snapshot");
  for (const snapshotId of image.snapshotIds) {
    const { items } = await control("snapshots", { snapshotId });
    expect(items[0]?.state === "completed", `snapshot ${snapshotId} is ${items[0]?.state}`);
  }
}

/** @param {boolean} holds @param {string} problem */
function expect(holds, problem) {
  if (!holds) throw new Error(problem);
}

/** @param {string} simulatorUrl */
function createControl(simulatorUrl) {
  return async (/** @type {string} */ verb, /** @type {unknown} */ input) => {
    const response = await fetch(`${simulatorUrl}/_control/${verb}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(input),
    });
    if (!response.ok)
      throw new Error(`simulator ${verb}: ${response.status} ${await response.text()}`);
    return response.json();
  };
}
