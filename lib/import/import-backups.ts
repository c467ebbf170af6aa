import { backupKey } from "#lambda/contract/image-name";
import { recordAudit } from "../audit/record-audit";
import type { Ec2Image } from "../aws/ec2/ec2";
import { insertAdopted } from "../backups/insert-adopted";
import type { Context } from "../context";
import { RegionName } from "../credentials/schemas";
import { ServiceError } from "../errors";
import { confirmNeeded } from "../reconcile/accounts.repo";
import { findKnownImages, insertEnded, type EndedBackup } from "./imported-backups.repo";
import type { ImportedInstance } from "./import-instances";
import { leaveOut, type ImportReport } from "./import-report";
import type { Original, OriginalRow } from "./read-original";

const BACKUPS_PER_WRITE = 50;
/** A disabled image is not gone: it can be enabled again. */
const PRESENT: ReadonlySet<string> = new Set(["available", "pending", "disabled"]);

interface Options {
  original: Original;
  report: ImportReport;
  check: boolean;
  instances: ReadonlyMap<string, ImportedInstance>;
}

type Row = OriginalRow<"backups">;

/** `available` only where AWS shows the image now; what it has no more is a record that is gone. */
export async function importBackups(ctx: Context, options: Options): Promise<void> {
  const { original, report, instances } = options;
  const groups = new Map<string, { of: ImportedInstance; instanceId: string; rows: Row[] }>();
  for (const row of original.backups) {
    const of = instances.get(row.instance_id);
    if (!of) {
      leaveOut(
        report,
        "backups",
        `Backup ${row.id}: its instance ${row.instance_id} is not there.`,
      );
      continue;
    }
    const region = row.region ?? of.region;
    if (!RegionName.safeParse(region).success) {
      leaveOut(report, "backups", `Backup ${row.id}: its region is none of AWS's.`);
      continue;
    }
    const key = `${row.instance_id} ${region}`;
    const group = groups.get(key) ?? {
      of: { ...of, region },
      instanceId: row.instance_id,
      rows: [],
    };
    group.rows.push(row);
    groups.set(key, group);
  }
  for (const { of, instanceId, rows } of groups.values()) {
    for (let start = 0; start < rows.length; start += BACKUPS_PER_WRITE) {
      const part = rows.slice(start, start + BACKUPS_PER_WRITE);
      await importPart(ctx, { ...options, of, instanceId, rows: part });
    }
  }
}

type Part = Options & { of: ImportedInstance; instanceId: string; rows: readonly Row[] };

async function importPart(ctx: Context, part: Part): Promise<void> {
  const { of, rows, report, check } = part;
  const known = await findKnownImages(
    ctx.runtime.db.read,
    rows.flatMap(({ ami_id }) => ami_id ?? []),
  );
  const keys = rows.map((row) => keyOf(ctx, part, row));
  const fresh = rows.filter(
    (row, index) =>
      !(row.ami_id && known.has(row.ami_id)) && keys.indexOf(keys[index] ?? "") === index,
  );
  report.backups.present += rows.length - fresh.length;
  const images = await askAws(ctx, of, fresh, report);
  if (images === null || fresh.length === 0) return;
  const { instanceRef } = of;
  const { accountRef } = of.credential;
  if (check || instanceRef === null || accountRef === null) {
    report.backups.imported += fresh.length;
    return;
  }
  const place = { accountRef, region: of.region };
  const made = fresh.flatMap((row) => {
    const image = images.get(row.ami_id ?? "");
    return image ? [toAdopted(ctx, { part, row, image, instanceRef })] : [];
  });
  const ended = fresh
    .filter(({ ami_id }) => !images.has(ami_id ?? ""))
    .map((row) => toEnded(ctx, { part, row, instanceRef }));
  await ctx.runtime.db.write(async (tx) => {
    const adopted = await insertAdopted(tx, ctx, { place, adopted: made });
    const records = await insertEnded(tx, ctx, { place, ended });
    const count = adopted.length + records;
    report.backups.imported += count;
    report.backups.present += fresh.length - count;
    if (count === 0) return;
    await confirmNeeded(tx, accountRef);
    await recordAudit(tx, ctx, {
      action: "import.backups",
      targetType: "instance",
      targetId: instanceRef,
      accountRef,
      after: { available: adopted.length, records, retentionConfirmed: false },
    });
  });
}

/** What AWS has of these images now; null where it could not be asked, and nothing is known. */
async function askAws(
  ctx: Context,
  { credential, region }: ImportedInstance,
  rows: readonly Row[],
  report: ImportReport,
): Promise<ReadonlyMap<string, Ec2Image> | null> {
  const imageIds = rows.flatMap(({ ami_id }) => ami_id ?? []);
  if (imageIds.length === 0) return new Map();
  try {
    const { accountId, keys } = credential;
    const given = { kind: "access_key", ...keys } as const;
    const ec2 = await ctx.runtime.aws.ec2With(given, { region, accountId });
    const images = await ec2.findImages({ imageIds });
    const whole = images.filter(({ state }) => PRESENT.has(state));
    return new Map(whole.map((image) => [image.imageId, image]));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    for (const { id } of rows) {
      leaveOut(
        report,
        "backups",
        `Backup ${id}: AWS was not there to confirm it. ${error.message}`,
      );
    }
    return null;
  }
}

function keyOf(ctx: Context, { of, instanceId }: Part, row: Row): string {
  return backupKey({
    installationId: ctx.runtime.config.installationId,
    accountId: of.credential.accountId,
    region: of.region,
    instanceId,
    due: { requestId: `import:${row.ami_id ?? `${row.id}:${whenOf(row)}`}` },
  });
}

/** The original's clock said UTC, of whichever of its two columns it wrote. */
function whenOf({ timestamp, created_at }: Row): number {
  return timestamp ?? created_at ?? 0;
}

interface Draft {
  part: Part;
  row: Row;
  instanceRef: string;
}

function toAdopted(ctx: Context, { part, row, image, instanceRef }: Draft & { image: Ec2Image }) {
  return {
    image,
    instanceRef,
    instanceId: part.instanceId,
    key: keyOf(ctx, part, row),
    kind: "adopted" as const,
    dueAt: whenOf(row),
    requestId: null,
    attemptNumber: 1,
    hold: null,
  };
}

const REASON_CHARACTERS_MAX = 500;

function toEnded(ctx: Context, { part, row, instanceRef }: Draft): EndedBackup {
  const told = row.error_message?.slice(0, REASON_CHARACTERS_MAX) ?? "";
  const failed = told || "The original application never learned how it ended.";
  return {
    instanceRef,
    instanceId: part.instanceId,
    key: keyOf(ctx, part, row),
    dueAt: whenOf(row),
    endedAt: row.completed_at ?? whenOf(row),
    imageId: row.ami_id,
    imageName: row.ami_name,
    status: row.ami_id === null ? "failed" : "gone",
    reason: row.ami_id === null ? failed : "AWS had its image no more when it was imported.",
  };
}
