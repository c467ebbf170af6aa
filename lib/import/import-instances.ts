import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import { RegionName } from "../credentials/schemas";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import { ValidationError } from "../errors";
import { setScheduler } from "../eventbridge/set-scheduler";
import { newId } from "../ids";
import { findInstanceByAwsId, insertInstance } from "../instances/instance.repo";
import { Ec2InstanceId } from "../instances/schemas";
import { replaceSchedules } from "../schedules/replace-schedules";
import { parseSchedule } from "../schedules/schedule-spec.pure";
import type { ImportedCredential } from "./import-credentials";
import { leaveOut, type ImportReport } from "./import-report";
import { findOrAddKeepDays } from "./keep-days.repo";
import type { Original, OriginalRow } from "./read-original";

export interface ImportedInstance {
  /** Null in a check. */
  instanceRef: string | null;
  credential: ImportedCredential;
  region: string;
}

export interface InstanceOptions {
  original: Original;
  report: ImportReport;
  check: boolean;
  /** The zone in which the original's machine counted its hours. */
  zone: string;
  credentials: ReadonlyMap<string, ImportedCredential>;
}

/** With its schedule, its days of retention and whether it was active; AWS tells the rest later. */
export async function importInstances(
  ctx: Context,
  options: InstanceOptions,
): Promise<ReadonlyMap<string, ImportedInstance>> {
  const { original, report, check, zone, credentials } = options;
  const found = new Map<string, ImportedInstance>();
  for (const row of original.instances) {
    const { instance_id: instanceId, region } = row;
    const credential = credentials.get(row.access_key?.trim() ?? "");
    const problem = findProblem(row, credential);
    if (!credential || problem !== null) {
      leaveOut(report, "instances", `Instance ${instanceId}: ${problem}`);
      continue;
    }
    const { accountRef } = credential;
    const key = accountRef === null ? null : { accountRef, region, instanceId };
    const known = key && (await findInstanceByAwsId(ctx.runtime.db.read, key));
    if (known) report.instances.present += 1;
    else report.instances.imported += 1;
    const instanceRef = known
      ? known.id
      : check || accountRef === null
        ? null
        : await ctx.runtime.db.write((tx) =>
            insert(tx, ctx, { row, credential: { ...credential, accountRef }, report, zone }),
          );
    found.set(instanceId, { instanceRef, credential, region });
  }
  return found;
}

function findProblem(
  row: OriginalRow<"instances">,
  credential: ImportedCredential | undefined,
): string | null {
  if (!Ec2InstanceId.safeParse(row.instance_id).success) return "its id is none of EC2's.";
  if (!RegionName.safeParse(row.region).success) return "its region is none of AWS's.";
  return credential ? null : "its credential was left out.";
}

async function insert(
  tx: Tx,
  ctx: Context,
  options: {
    row: OriginalRow<"instances">;
    credential: ImportedCredential & { accountRef: string };
    report: ImportReport;
    zone: string;
  },
): Promise<string> {
  const { row, credential, report, zone } = options;
  const { runtime } = ctx;
  const now = runtime.clock.now();
  const id = newId("ins", now, runtime.random);
  const { accountRef, credentialId } = credential;
  const days = row.retention_days;
  await insertInstance(tx, {
    id,
    accountRef,
    credentialId,
    region: row.region,
    instanceId: row.instance_id,
    name: row.instance_name ?? "",
    tags: {},
    // Until AWS has said it, with the next look at the account.
    state: "running",
    paused: !row.is_active,
    retentionPolicyId: days !== null && days >= 1 ? await findOrAddKeepDays(tx, ctx, days) : null,
    createdAt: row.created_at ?? now,
    updatedAt: now,
  });
  const schedule = row.backup_frequency ?? "";
  const parsed = parseSchedule({ spec: schedule, zone });
  await replaceSchedules(tx, ctx, {
    instanceRef: id,
    choices: [parsed.ok ? { schedule, zone } : "default"],
  });
  const { notes } = report;
  if (!parsed.ok) {
    notes.push(`Instance ${row.instance_id}: it follows the default. ${parsed.problem.message}`);
  }
  if (row.scheduler_type === "eventbridge") {
    await importEventbridge(tx, ctx, { id, row, accountRef, notes });
  }
  await recordAudit(tx, ctx, {
    action: "import.instance",
    targetType: "instance",
    targetId: id,
    accountRef,
    after: { instanceId: row.instance_id, region: row.region, schedule, retentionDays: days },
  });
  await emitEvent(runtime, tx, { type: "instance.changed", entityId: id, accountRef });
  return id;
}

/** AWS goes on starting its backups, by rules of ours; the original's own are not known here. */
async function importEventbridge(
  tx: Tx,
  ctx: Context,
  of: { id: string; row: OriginalRow<"instances">; accountRef: string; notes: string[] },
): Promise<void> {
  const { id, row, accountRef, notes } = of;
  const name = `Instance ${row.instance_id}`;
  notes.push(`${name}: its old EventBridge rule is still in AWS; delete it there.`);
  try {
    const place = { accountRef, region: row.region };
    await setScheduler(tx, ctx, { instanceRef: id, place, scheduler: "eventbridge" });
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    notes.push(`${name}: AMIVault starts its backups. ${error.message}`);
  }
}
