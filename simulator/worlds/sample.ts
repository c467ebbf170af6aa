import { addAccount, addInstance, addRole } from "../core/fleet";
import type { Instance } from "../core/model";
import type { World } from "../core/world";
import { addForeignHistory } from "./foreign-history";
import { SAMPLE_INSTANCES, type SampleInstance } from "./sample-instances";

const DAY_MS = 24 * 60 * 60 * 1000;

export const SAMPLE_ACCOUNTS = [
  { accountId: "111122223333", name: "production" },
  { accountId: "444455556666", name: "staging" },
  { accountId: "777788889999", name: "data and legacy" },
] as const;

export const SAMPLE_REGIONS = ["us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2"] as const;

/** The other accounts can be reached from the first by this role and external id. */
export const SAMPLE_ROLE = { name: "backup-access", externalId: "sample-external-id" } as const;

/** The demo's fleet: 3 accounts, 4 regions, 60 instances, a month of other tools' images. */
export function fillSample(world: World): void {
  const [home] = SAMPLE_ACCOUNTS;
  for (const account of SAMPLE_ACCOUNTS) {
    addAccount({ world, ...account });
    addRole({
      world,
      ...SAMPLE_ROLE,
      accountId: account.accountId,
      trusts: [home.accountId],
      maxSessionSeconds: 3600,
    });
  }
  SAMPLE_INSTANCES.forEach((sample, position) => {
    const { instance, here } = place({ world, sample, position });
    addForeignHistory({ world, here, instance, tool: sample.tool });
  });
}

function place(of: { world: World; sample: SampleInstance; position: number }) {
  const { world, sample, position } = of;
  const accountId = SAMPLE_ACCOUNTS[sample.account].accountId;
  const here = world.in({ accountId, region: SAMPLE_REGIONS[sample.region] });
  const windows = sample.kind === "windows";
  const instance: Instance = addInstance({
    world,
    here,
    tags: toTags(sample),
    state: sample.state,
    instanceType: TYPES[sample.kind],
    architecture: sample.kind === "arm" ? "arm64" : "x86_64",
    platform: windows ? "windows" : undefined,
    keyName: sample.account === 2 ? "legacy-key" : "ops",
    launchedAt: world.now() - (40 + position * 3) * DAY_MS,
    volumes:
      sample.state === "terminated"
        ? []
        : VOLUMES[sample.kind].map((volume) => ({
            ...volume,
            encrypted: sample.encrypted ?? false,
          })),
  });
  return { here, instance };
}

function toTags({ name, account, kind }: SampleInstance): Map<string, string> {
  const tags = new Map<string, string>();
  if (name !== undefined) tags.set("Name", name);
  tags.set("Environment", ["production", "staging", "shared"][account] ?? "shared");
  tags.set("Role", kind);
  if (account !== 2) tags.set("Team", kind === "database" ? "data platform" : "web platform");
  return tags;
}

const TYPES: Record<SampleInstance["kind"], string> = {
  web: "t3.medium",
  arm: "t4g.medium",
  worker: "c6i.xlarge",
  database: "r6i.2xlarge",
  files: "m5.xlarge",
  windows: "m5.large",
  bastion: "t3.micro",
};

const VOLUMES: Record<SampleInstance["kind"], { sizeGib: number; type: string }[]> = {
  web: [{ sizeGib: 20, type: "gp3" }],
  arm: [{ sizeGib: 16, type: "gp3" }],
  worker: [
    { sizeGib: 30, type: "gp3" },
    { sizeGib: 100, type: "gp3" },
  ],
  database: [
    { sizeGib: 30, type: "gp3" },
    { sizeGib: 250, type: "io2" },
    { sizeGib: 100, type: "io2" },
  ],
  files: [
    { sizeGib: 20, type: "gp2" },
    { sizeGib: 500, type: "st1" },
  ],
  windows: [
    { sizeGib: 80, type: "gp3" },
    { sizeGib: 60, type: "gp2" },
  ],
  bastion: [{ sizeGib: 8, type: "gp3" }],
};
