import type { Ec2Instance, Ec2Volume } from "../aws/ec2/ec2";
import { chooseLasting } from "../credentials/lasting-credential";
import type { Context } from "../context";
import { PreconditionFailedError, ServiceError, ValidationError } from "../errors";
import { findVolumes } from "../instances/find-volumes";
import { requireBackable } from "../instances/require-backable";
import { requireBackupPermission } from "../instances/require-backup-permission";
import { groupBy } from "../schedules/group-by.pure";
import type { DiscoveredRow } from "./discovered.repo";
import { placeKey } from "./place.pure";

export interface Inspected {
  row: DiscoveredRow;
  credentialId: string;
  instance: Ec2Instance;
  /** Null where they may not be read. */
  volumes: Ec2Volume[] | null;
}

export type Inspection = Inspected | { row: DiscoveredRow; error: ServiceError };

const GROUPS_AT_ONCE = 6;

/**
 * Asks AWS about all of them: in each account and region one list of instances, one of volumes and
 * one dry run of CreateImage, however many they are.
 */
export async function inspectMany(
  ctx: Context,
  rows: readonly DiscoveredRow[],
): Promise<Inspection[]> {
  const waiting = [...groupBy(rows, placeKey).values()];
  const found: Inspection[] = [];
  const work = async (): Promise<void> => {
    for (let group = waiting.pop(); group; group = waiting.pop()) {
      found.push(...(await inspectGroup(ctx, group)));
    }
  };
  await Promise.all(Array.from({ length: GROUPS_AT_ONCE }, work));
  return found;
}

async function inspectGroup(ctx: Context, rows: readonly DiscoveredRow[]): Promise<Inspection[]> {
  try {
    return await askGroup(ctx, rows);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return rows.map((row) => ({ row, error }));
  }
}

async function askGroup(ctx: Context, rows: readonly DiscoveredRow[]): Promise<Inspection[]> {
  const [first] = rows;
  if (!first) return [];
  const { aws, config } = ctx.runtime;
  const { region } = first;
  const credentialId = await chooseCredential(ctx, first);
  const reached = { credentialId, region, interactive: true } as const;
  const ec2 = await aws.ec2({ ...reached, purpose: "read" });
  const shown = await ec2.findInstances(rows.map(({ instanceId }) => instanceId));
  const byId = new Map(shown.map((instance) => [instance.instanceId, instance]));
  const judged = rows.map((row) => judge(row, byId.get(row.instanceId)));
  const good = judged.filter((one) => "instance" in one);
  const [sample] = good;
  if (!sample) return judged.filter((one) => "error" in one);
  const creating = await aws.ec2({ ...reached, purpose: "create" });
  const target = { instanceId: sample.row.instanceId, installationId: config.installationId };
  await requireBackupPermission(creating, target);
  const volumes = await findVolumes(
    ec2,
    good.flatMap(({ instance }) => instance.volumeIds),
  );
  const volumeById = new Map(volumes?.map((volume) => [volume.volumeId, volume]));
  return judged.map((one) => {
    if (!("instance" in one)) return one;
    const own = one.instance.volumeIds.flatMap((id) => volumeById.get(id) ?? []);
    return { ...one, credentialId, volumes: volumes === null ? null : own };
  });
}

type Judged =
  | { row: DiscoveredRow; instance: Ec2Instance }
  | { row: DiscoveredRow; error: ServiceError };

function judge(row: DiscoveredRow, instance: Ec2Instance | undefined): Judged {
  try {
    if (!instance) throw notShown();
    requireBackable(instance);
    return { row, instance };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { row, error };
  }
}

function notShown(): ValidationError {
  return new ValidationError("AWS no longer shows this instance.", {
    reason: "InstanceGone",
    suggestion: "It was terminated since the last look. Discover again to see what is there now.",
  });
}

/** The one that showed it, unless it has gone since or its keys end. */
async function chooseCredential(
  ctx: Context,
  { accountRef, credentialId }: DiscoveredRow,
): Promise<string> {
  const { read } = ctx.runtime.db;
  const chosen = await chooseLasting(read, { accountRef, preferredId: credentialId });
  if (chosen !== undefined) return chosen;
  throw new PreconditionFailedError("No credential reaches this account any more.", {
    reason: "NoCredential",
    suggestion: "Add a credential of the account.",
  });
}
