import { desc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { startBackup } from "../backups/start-backup";
import { runEach } from "../bulk";
import { attempts, auditEntries } from "../db/schema";
import { toHandler, type JobDefinition } from "../queue/queue";
import { runJob } from "../queue/run-job";
import { runRepeat } from "../queue/run-repeat";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import {
  noteAwsRequest,
  readAwsRequests,
  traceAwsAccount,
  traceAwsPart,
  traceAwsRequests,
} from "./request-trace";

let world: BackupWorld;
beforeEach(async () => {
  world = await createBackupWorld();
});
afterEach(() => world.close());

test("the entry of a backup that AWS refused names the request that it refused", async () => {
  const [instance] = world.fleet;
  if (!instance) throw new Error("There is no instance.");
  await world.sim.control.addFault({
    scope: { action: "CreateImage" },
    effect: { kind: "error", code: "UnauthorizedOperation", httpStatus: 403 },
  });
  const { id } = await startBackup(world.operator, { instanceId: instance.id, reboot: false });
  await world.tick();
  const [entry] = await world.runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.targetId, id))
    .orderBy(desc(auditEntries.seq));
  expect(entry).toMatchObject({ action: "backup.failed" });
  expect(entry?.awsRequestIds).toContainEqual(expect.stringMatching(/^CreateImage \S+$/));
});

test("the entry of a backup that became available names the request for its image", async () => {
  const [instance] = world.fleet;
  if (!instance) throw new Error("There is no instance.");
  const { id } = await startBackup(world.operator, { instanceId: instance.id, reboot: false });
  await world.tick();
  await world.live(60_000);
  const { read } = world.runtime.db;
  const [attempt] = await read.select().from(attempts).where(eq(attempts.backupId, id));
  const [entry] = await read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.targetId, id))
    .orderBy(desc(auditEntries.seq));
  expect(entry).toMatchObject({ action: "backup.available" });
  expect(attempt?.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(entry?.awsRequestIds?.[0]).toBe(`CreateImage ${attempt?.awsRequestId}`);
});

test("of many requests the newest are kept, and those of others are not among them", async () => {
  const traced = traceAwsRequests(async () => {
    for (let number = 1; number <= 25; number++) noteAwsRequest("CreateTags", `r-${number}`);
    await traceAwsPart(async () => noteAwsRequest("DescribeImages", "other"));
    return readAwsRequests();
  });
  noteAwsRequest("DescribeImages", "outside");
  expect(await traced).toHaveLength(20);
  expect((await traced)?.at(-1)).toBe("CreateTags r-25");
  expect(readAwsRequests()).toBeNull();
});

test("an item of a bulk act has its own requests and the common ones, not another item's", async () => {
  const seen = new Map<string, string[] | null>();
  await traceAwsRequests(async () => {
    noteAwsRequest("DescribeInstances", "common");
    await runEach(world.operator, ["a", "b"], async (id) => {
      noteAwsRequest("CreateTags", id);
      seen.set(id, readAwsRequests());
    });
  });
  expect(seen.get("a")).toEqual(["DescribeInstances common", "CreateTags a"]);
  expect(seen.get("b")).toEqual(["DescribeInstances common", "CreateTags b"]);
});

const signal = new AbortController().signal;

test("a repeat that goes over accounts names to each entry the requests to its account alone", async () => {
  const seen: (string[] | null)[] = [];
  const run = async () => {
    noteAwsRequest("GetCallerIdentity", "common");
    for (const account of ["one", "two", "one"]) {
      await traceAwsAccount(account, async () => {
        noteAwsRequest("DescribeImages", account);
        seen.push(readAwsRequests());
      });
    }
  };
  const repeat = { name: "test", everyMs: 1, run };
  const { log } = world.runtime;
  await runRepeat({ repeat, signal, log, onBroken: () => undefined });
  const common = "GetCallerIdentity common";
  expect(seen).toEqual([
    [common, "DescribeImages one"],
    [common, "DescribeImages two"],
    [common, "DescribeImages one", "DescribeImages one"],
  ]);
});

test("a job that is begun within another names none of that one's requests", async () => {
  const definition: JobDefinition<null> = {
    name: "test.job",
    payload: z.null(),
    key: () => "one",
    concurrency: 1,
  };
  let seen: string[] | null = [];
  const handler = toHandler({ definition, run: async () => void (seen = readAwsRequests()) });
  await traceAwsRequests(async () => {
    noteAwsRequest("CreateImage", "of another account");
    await runJob({ handler, payload: null, signal, log: world.runtime.log });
  });
  expect(seen).toBeNull();
});
