import { setImmediate as letOthersRun } from "node:timers/promises";
import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";
import type { Ec2Snapshot } from "../aws/ec2/ec2";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { decideSnapshot, type SnapshotDecision } from "./decide-snapshot.pure";
import { fillSizes } from "./fill-sizes";
import { count, type Pass } from "./pass";
import { recordFindings } from "./record-findings";
import type { RecordFacts } from "./record.pure";
import { chaseSnapshots, findByKeys, findListers, type ListedSnapshot } from "./records.repo";
import { whose } from "./whose.pure";

const SLICE_SIZE = 200;
const BAD_STATES: ReadonlySet<string> = new Set(["error", "recoverable"]);

/** What a page of our snapshots means. Those that a living image uses need no look at the records. */
export async function settleSnapshots(
  pass: Pass,
  snapshots: readonly Ec2Snapshot[],
): Promise<void> {
  pass.snapshotCount += snapshots.length;
  await fillSizes(pass, snapshots);
  for (const snapshot of snapshots) {
    if (!BAD_STATES.has(snapshot.state)) pass.needed.delete(snapshot.snapshotId);
  }
  const loose = snapshots.filter(({ snapshotId }) => !pass.inUse.has(snapshotId));
  for (const slice of inChunks(loose, SLICE_SIZE)) {
    await settleSlice(pass, slice);
    await letOthersRun();
  }
}

async function settleSlice(pass: Pass, snapshots: readonly Ec2Snapshot[]): Promise<void> {
  const { ctx } = pass;
  const decided = await decideAll(pass, snapshots);
  const chased = decided.flatMap(({ decision, lister }) =>
    decision.act === "chase" && lister ? [lister.snapshotRowId] : [],
  );
  if (chased.length > 0) {
    const at = ctx.runtime.clock.now();
    await ctx.runtime.db.write((tx) => chaseSnapshots(tx, { rowIds: chased, at }));
    count(pass, "chased", chased.length);
  }
  await recordFindings(
    pass,
    decided.flatMap(({ decision }) => decision.finding ?? []),
  );
}

interface Decided {
  decision: SnapshotDecision;
  lister: ListedSnapshot | null;
}

async function decideAll(pass: Pass, snapshots: readonly Ec2Snapshot[]): Promise<Decided[]> {
  const { read } = pass.ctx.runtime.db;
  const ids = snapshots.map(({ snapshotId }) => snapshotId);
  const listers = new Map((await findListers(read, ids)).map((row) => [row.snapshotId, row]));
  const unlisted = snapshots.filter(({ snapshotId }) => !listers.has(snapshotId));
  const named = new Map((await findByKeys(read, unlisted.map(keyOf))).map((r) => [r.key, r]));
  const now = pass.ctx.runtime.clock.now();
  return snapshots.map((snapshot) => {
    const lister = listers.get(snapshot.snapshotId) ?? null;
    const record: RecordFacts | null = lister?.record ?? named.get(keyOf(snapshot)) ?? null;
    const decision = decideSnapshot({
      snapshot,
      whose: whose(snapshot.tags, pass.owner),
      inUse: false,
      lister,
      named: lister ? null : record,
      imageSeen: pass.seenImageIds.has(record?.imageId ?? ""),
      now,
    });
    return { decision, lister };
  });
}

function keyOf({ tags }: Ec2Snapshot): string {
  return tags[IMAGE_TAGS.backup] ?? "";
}
