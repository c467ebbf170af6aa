import { imageName, imageTags } from "#lambda/contract/image-name";
import { DAY } from "#lib/clock";
import type { Runtime } from "#lib/runtime";
import type { ControlClient } from "#simulator/control/client";

interface Planted {
  runtime: Runtime;
  control: ControlClient;
  /** Protected, the images of which are there already. */
  fleet: readonly Source[];
}

interface Source {
  accountId: string;
  region: string;
  instanceId: string;
}

const ORPHAN_DAYS = [44, 43];
const UNKNOWN_DAYS = [33, 26, 19];

/** What people do behind everybody's back: the findings page has something to tell. */
export async function plantDifferences(planted: Planted): Promise<void> {
  const { control, fleet } = planted;
  const [first, second] = fleet;
  if (first === undefined || second === undefined) return;
  await loseImages(planted, first);
  await changeTags(control, second);
  const known = new Set(fleet.map(({ instanceId }) => instanceId));
  const unknown = (await control.listInstances()).find(
    ({ instanceId, state }) => state === "running" && !known.has(instanceId),
  );
  if (unknown !== undefined) await makeImages(planted, { source: unknown, days: UNKNOWN_DAYS });
}

/** Deregistered in the console, which leaves their snapshots. */
async function loseImages(planted: Planted, source: Source): Promise<void> {
  const images = await makeImages(planted, { source, days: ORPHAN_DAYS });
  for (const { imageId } of images) {
    await planted.control.deleteImage({ imageId, deleteSnapshots: false });
  }
}

async function changeTags(control: ControlClient, { instanceId }: Source): Promise<void> {
  const { items } = await control.images({ instanceId, live: true });
  const ours = items.find(({ tags }) => tags["amivault:backup"] !== undefined);
  if (ours === undefined) return;
  await control.retag({ resourceId: ours.imageId, tags: { "amivault:backup": null } });
}

async function makeImages(
  { runtime, control }: Planted,
  { source, days }: { source: Source; days: readonly number[] },
) {
  const { accountId, region, instanceId } = source;
  const now = runtime.clock.now();
  const { images } = await control.seedHistory({
    accountId,
    region,
    instanceId,
    images: days.map((daysAgo) => {
      const dueAt = now - daysAgo * DAY;
      const identity = {
        installationId: runtime.config.installationId,
        accountId,
        region,
        instanceId,
        due: { dueAt },
        attempt: 1,
      };
      const tags = imageTags(identity);
      return {
        name: imageName({ ...identity, at: dueAt }),
        createdAt: dueAt,
        tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
      };
    }),
  });
  return images;
}
