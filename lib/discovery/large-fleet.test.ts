import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ec2Instance } from "../aws/ec2/ec2";
import type { Context } from "../context";
import { accounts, credentials, instances } from "../db/schema";
import { systemContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { explainReads } from "../testing/explain-reads";
import { countUnprotected } from "./count-unprotected";
import { keepSeen } from "./keep-seen";
import { listDiscovered } from "./list-discovered";
import { previewRule } from "./rules/preview-rule";

const INSTANCES = 5_000;
const PROTECTED = 4_900;
const PLACE = { accountRef: "acc_large", region: "eu-west-1" };

let runtime: TestRuntime;
let viewer: Context;

beforeAll(async () => {
  runtime = await createTestRuntime();
  viewer = userContext(runtime, "viewer");
  const ctx = systemContext(runtime);
  const createdAt = runtime.clock.now();
  await runtime.db.write(async (tx) => {
    const account = {
      id: PLACE.accountRef,
      accountId: "111122223333",
      partition: "aws",
      createdAt,
    };
    await tx.insert(accounts).values(account);
    await tx.insert(credentials).values({
      id: "crd_large",
      accountRef: PLACE.accountRef,
      name: "Large",
      kind: "access_key",
      defaultRegion: PLACE.region,
      createdAt,
      updatedAt: createdAt,
    });
  });
  const fleet = Array.from({ length: INSTANCES }, (_, n) => toInstance(n));
  for (let from = 0; from < INSTANCES; from += 250) {
    const part = fleet.slice(from, from + 250);
    await runtime.db.write(async (tx) => {
      await keepSeen(tx, ctx, { place: PLACE, credentialId: "crd_large", instances: part });
      const covered = part.filter((_, index) => from + index < PROTECTED);
      if (covered.length > 0) await tx.insert(instances).values(covered.map(toProtected));
    });
  }
});
afterAll(() => runtime.close());

function toInstance(n: number): Ec2Instance {
  const name = `server-${String(n).padStart(4, "0")}`;
  return {
    instanceId: `i-${n.toString(16).padStart(17, "0")}`,
    name,
    tags: { Name: name, Role: n % 3 === 0 ? "web" : "db", Team: `team ${n % 40}` },
    state: "running",
    instanceType: "t3.micro",
    platform: "Linux/UNIX",
    volumeIds: [],
    rootDeviceType: "ebs",
  };
}

function toProtected({ instanceId, name, tags }: Ec2Instance): typeof instances.$inferInsert {
  const id = `ins_${instanceId}`;
  const at = { createdAt: 0, updatedAt: 0 };
  return { id, ...PLACE, instanceId, name, tags, state: "running", ...at };
}

describe("a fleet of five thousand", () => {
  it("is counted by two indexes alone, without a row of either table", async () => {
    expect(await countUnprotected(viewer)).toBe(INSTANCES - PROTECTED);
    const plan = (await explainReads(runtime, () => countUnprotected(viewer))).join("\n");
    expect(plan).toContain("USING COVERING INDEX discovered_instances_running");
    expect(plan).toMatch(/SEARCH instances USING (COVERING )?INDEX instances_protected/);
  });

  it("is paged by name without sorting it, also by tag and by what is not protected", async () => {
    for (const input of [{}, { status: "unprotected" as const }]) {
      const plan = (await explainReads(runtime, () => listDiscovered(viewer, input))).join("\n");
      expect(plan).not.toContain("USE TEMP B-TREE FOR ORDER BY");
      expect(plan).toContain("discovered_instances_name");
    }
    const tagged = await explainReads(runtime, () => listDiscovered(viewer, { tag: "Role=web" }));
    expect(tagged.join("\n")).toContain("discovered_tags_key");
    const { items, total } = await listDiscovered(viewer, { status: "unprotected" });
    expect([items.length, total]).toEqual([50, INSTANCES - PROTECTED]);
  });

  it("is walked whole by cursor, each once", async () => {
    const seen = new Set<string>();
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await listDiscovered(viewer, { limit: 200, ...(cursor ? { cursor } : {}) });
      for (const { id } of page.items) seen.add(id);
      cursor = page.nextCursor;
    }
    expect(seen.size).toBe(INSTANCES);
  });

  it("says what a rule would match, by the index of the tags", async () => {
    const conditions = [
      { key: "Role", test: "equals", value: "web" },
      { key: "Team", test: "prefix", value: "team 1" },
    ] as const;
    const preview = () => previewRule(viewer, { conditions: [...conditions] });
    const { matches, toProtect } = await preview();
    expect(matches).toBeGreaterThan(400);
    expect(toProtect).toBeLessThan(20);
    const plan = (await explainReads(runtime, preview)).join("\n");
    expect(plan).toContain("discovered_tags_key");
  });
});
