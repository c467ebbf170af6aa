import { addPastImage } from "../core/history";
import type { Instance } from "../core/model";
import type { RegionWorld } from "../core/region-world";
import type { World } from "../core/world";
import type { SampleInstance } from "./sample-instances";

const DAY_MS = 24 * 60 * 60 * 1000;
const MONTH_DAYS = 30;

interface ForeignImage {
  daysAgo: number;
  name: string;
  description: string;
  tags: [string, string][];
  by: string;
}

export interface ForeignHistory {
  world: World;
  here: RegionWorld;
  instance: Instance;
  tool: SampleInstance["tool"];
}

/** A month of images that other tools, or people, have made of an instance. */
export function addForeignHistory({ world, here, instance, tool }: ForeignHistory): void {
  if (tool === undefined) return;
  const images = IMAGES[tool]({ world, accountId: here.accountId, instance });
  for (const image of images) {
    addPastImage({
      world,
      here,
      instance,
      name: image.name,
      description: image.description,
      createdAt: world.now() - image.daysAgo * DAY_MS - world.streams.ids.int(3_600_000),
      imageTags: new Map(image.tags),
      snapshotTags: new Map(image.tags),
      snapshotBytes: [],
      createdBy: { by: image.by },
    });
  }
}

interface Source {
  world: World;
  accountId: string;
  instance: Instance;
}

const IMAGES: Record<NonNullable<SampleInstance["tool"]>, (source: Source) => ForeignImage[]> = {
  dlm: ({ world, accountId, instance }) => {
    const policy = `policy-0${world.streams.ids.hex(16)}`;
    return days({ every: 1 }).map((daysAgo) => ({
      daysAgo,
      name: `${policy}_${instance.id}_${stamp(world, daysAgo)}`,
      description: `Created for policy: ${policy} schedule: daily`,
      tags: [
        ["aws:dlm:lifecycle-policy-id", policy],
        ["aws:dlm:lifecycle-schedule-name", "daily"],
        ["dlm:managed", "true"],
        ["instance-id", instance.id],
      ],
      by: `arn:aws:sts::${accountId}:assumed-role/AWSDataLifecycleManagerDefaultRoleForAMIManagement/dlm`,
    }));
  },
  awsBackup: ({ world, accountId, instance }) =>
    days({ every: 3 }).map((daysAgo) => {
      const job = world.requestIds.requestId();
      return {
        daysAgo,
        name: `AwsBackup_${instance.id}_${job}`,
        description: "This image is created by the AWS Backup service.",
        tags: [["aws:backup:source-resource", `${instance.id}:${job}`]],
        by: `arn:aws:sts::${accountId}:assumed-role/AWSBackupDefaultServiceRole/AWSBackup`,
      };
    }),
  byHand: ({ world, accountId, instance }) =>
    [26, 12, 5].map((daysAgo) => ({
      daysAgo,
      name: `before upgrade ${instance.id.slice(-6)} ${stamp(world, daysAgo)}`,
      description: "",
      tags: [],
      by: `arn:aws:iam::${accountId}:user/admin`,
    })),
};

const days = ({ every }: { every: number }): number[] =>
  Array.from({ length: Math.floor(MONTH_DAYS / every) }, (_, i) => MONTH_DAYS - i * every);

const stamp = (world: World, daysAgo: number): string =>
  new Date(world.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
