import { AwsCallError } from "#lib/aws/aws-call-error";
import type { Ec2, Ec2Instance } from "#lib/aws/ec2/ec2";
import { inChunks } from "#lib/aws/ec2/filter-value.pure";
import { systemContext, type Context } from "#lib/context";
import { noteCredentialHealth } from "#lib/credentials/note-credential-health";
import type { Tx } from "#lib/db/tx";
import { emitEvent } from "#lib/events/emit-event";
import { newId } from "#lib/ids";
import type { JobResult } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";
import { LOOK_AGE_MS_MAX } from "./enqueue-refreshes";
import { noteInstanceChange } from "./instance-changed";
import { findInstanceByAwsId, patchInstance, type InstanceRecord } from "./instance.repo";
import type { RefreshInstancesPayload } from "./jobs";
import { listToRefresh, markSeen } from "./refresh.repo";

/** One call of AWS, and at most so many rows in one write. */
const LOOK_SIZE = 200;
/** What is left is due a minute later as well. */
const LOOKS_MAX = 2_000;
const JOB = "instances.refresh";

/** Keeps name, tags and state as AWS shows them; with the state, schedules know what has ended. */
export async function refreshInstances(
  runtime: Runtime,
  { accountRef, region }: RefreshInstancesPayload,
): Promise<JobResult> {
  const { clock, db, random } = runtime;
  const ctx = systemContext(runtime, JOB, newId("req", clock.now(), random));
  const before = clock.now() - LOOK_AGE_MS_MAX;
  const due = await listToRefresh(db.read, { accountRef, region, before, limit: LOOKS_MAX });
  for (const { credentialId, rows } of inGroups(due)) {
    try {
      const ec2 = await runtime.aws.ec2({ credentialId, region, purpose: "read" });
      const seen = await look(ec2, rows);
      await db.write((tx) => keep(tx, ctx, { rows, seen }));
      await noteCredentialHealth(ctx, { credentialId, region, error: null });
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      if (error.retryAfterMs !== undefined) return { retryAfterMs: error.retryAfterMs };
      await noteCredentialHealth(ctx, { credentialId, region, error });
    }
  }
}

interface Group {
  credentialId: string;
  rows: InstanceRecord[];
}

function inGroups(rows: readonly InstanceRecord[]): Group[] {
  const groups = new Map<string, InstanceRecord[]>();
  for (const row of rows) {
    if (row.credentialId === null) continue;
    const group = groups.get(row.credentialId);
    if (group) group.push(row);
    else groups.set(row.credentialId, [row]);
  }
  return [...groups].flatMap(([credentialId, group]) =>
    inChunks(group, LOOK_SIZE).map((chunk) => ({ credentialId, rows: chunk })),
  );
}

/** By EC2's id: what AWS shows, or `vanished` where it says so; silence is no entry. */
type Seen = Map<string, Ec2Instance | "vanished">;

async function look(ec2: Ec2, rows: readonly InstanceRecord[]): Promise<Seen> {
  const found = await ec2.findInstances(rows.map(({ instanceId }) => instanceId));
  const seen: Seen = new Map(found.map((instance) => [instance.instanceId, instance]));
  for (const { instanceId, state } of rows) {
    if (seen.has(instanceId)) continue;
    // Its refusal was heard before: for its return the list is enough.
    if (state === "vanished" || (await isUnknown(ec2, instanceId))) {
      seen.set(instanceId, "vanished");
    }
  }
  return seen;
}

/** Not being in a list is a hint; only AWS's refusal of the id itself is an answer. */
async function isUnknown(ec2: Ec2, instanceId: string): Promise<boolean> {
  try {
    await ec2.describeInstances([instanceId]);
    return false;
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    if (error.awsCode === "InvalidInstanceID.NotFound") return true;
    throw error;
  }
}

async function keep(
  tx: Tx,
  ctx: Context,
  { rows, seen }: { rows: readonly InstanceRecord[]; seen: Seen },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  const answered = rows.filter(({ instanceId }) => seen.has(instanceId));
  await markSeen(
    tx,
    answered.map(({ id }) => id),
    now,
  );
  for (const { accountRef, region, instanceId } of answered) {
    const row = await findInstanceByAwsId(tx, { accountRef, region, instanceId });
    const instance = seen.get(instanceId);
    if (row && row.removedAt === null && instance) await keepOne(tx, ctx, { row, instance });
  }
}

async function keepOne(
  tx: Tx,
  ctx: Context,
  { row, instance }: { row: InstanceRecord; instance: Ec2Instance | "vanished" },
): Promise<void> {
  const shown = instance === "vanished" ? { state: instance } : toShown(instance);
  const changed = Object.entries(shown).some(
    ([key, value]) => comparable(Reflect.get(row, key)) !== comparable(value),
  );
  if (!changed) return;
  const { id, accountRef } = row;
  await patchInstance(tx, id, { ...shown, updatedAt: ctx.runtime.clock.now() });
  const ended = shown.state === "terminated" || shown.state === "vanished";
  if (ended) {
    const [before, after] = [{ state: row.state }, { state: shown.state }];
    await noteInstanceChange(tx, ctx, { id, action: `instance.${shown.state}`, before, after });
    return;
  }
  await emitEvent(ctx.runtime, tx, { type: "instance.changed", entityId: id, accountRef });
}

/** AWS lists tags in no particular order. */
function comparable(value: unknown): string {
  const isObject = typeof value === "object" && value !== null;
  return JSON.stringify(isObject ? Object.entries(value).toSorted() : value);
}

/** Sizes are looked at when a person asks; a volume more or less makes the old sum wrong. */
function toShown(instance: Ec2Instance) {
  const { name, tags, state, instanceType, platform, volumeIds } = instance;
  return { name, tags, state, instanceType, platform, volumeCount: volumeIds.length };
}
