import { imageName, imageTags } from "#lambda/contract/image-name";
import type { BackupTarget } from "#lib/backups/backup-target.repo";
import { MINUTE } from "#lib/clock";
import type { Runtime } from "#lib/runtime";
import type { ControlClient } from "#simulator/control/client";
import type { ImageView, SnapshotView } from "#simulator/control/views";
import type { PlannedRun } from "./plan-history";
import { writeRun } from "./write-run";

/** An instance, the schedule that backed it up, and what became of each due moment. */
export interface History {
  target: BackupTarget;
  linkId: string;
  startWindowMs: number;
  runs: readonly PlannedRun[];
}

export interface PastRun extends Omit<History, "runs"> {
  run: PlannedRun;
  /** What AWS has of it; null when nothing was made. */
  made: { image: ImageView; snapshots: SnapshotView[] } | null;
}

const RUNS_PER_WRITE = 20;

/** The images first, then the records of all instances in the order of time, as it was then. */
export async function writeHistories(input: {
  runtime: Runtime;
  control: ControlClient;
  histories: readonly History[];
}): Promise<number> {
  const { runtime, control } = input;
  const past: PastRun[] = [];
  for (const history of input.histories) {
    const made = await makeImages({ runtime, control, history });
    const { target, linkId, startWindowMs } = history;
    for (const run of history.runs) {
      past.push({ target, linkId, startWindowMs, run, made: made.get(run.dueAt) ?? null });
    }
  }
  past.sort((a, b) => a.run.dueAt - b.run.dueAt);
  for (let from = 0; from < past.length; from += RUNS_PER_WRITE) {
    const batch = past.slice(from, from + RUNS_PER_WRITE);
    await runtime.db.write(async (tx) => {
      for (const one of batch) await writeRun({ tx, runtime, past: one });
    });
  }
  return past.length;
}

/** By due moment, what the simulator now holds as if it had been made then. */
async function makeImages(input: {
  runtime: Runtime;
  control: ControlClient;
  history: History;
}): Promise<Map<number, { image: ImageView; snapshots: SnapshotView[] }>> {
  const { control, history } = input;
  const { accountId, region, instanceId } = history.target;
  const good = history.runs.filter(({ outcome }) => outcome === "available");
  const { images } = await control.seedHistory({
    accountId,
    region,
    instanceId,
    images: good.map((run) => pastImage({ ...input, run })),
  });
  const snapshots = await listSnapshots(control, { accountId, region, instanceId });
  return new Map(
    good.flatMap((run, index) => {
      const image = images[index];
      if (!image) return [];
      const own = image.snapshotIds.flatMap((id) => snapshots.get(id) ?? []);
      return [[run.dueAt, { image, snapshots: own }] as const];
    }),
  );
}

function pastImage({
  runtime,
  history,
  run,
}: {
  runtime: Runtime;
  history: History;
  run: PlannedRun;
}) {
  const { accountId, region, instanceId, name } = history.target;
  const identity = {
    installationId: runtime.config.installationId,
    accountId,
    region,
    instanceId,
    due: { dueAt: run.dueAt },
    attempt: 1,
  };
  const tags = imageTags({ ...identity, readableName: name });
  return {
    name: imageName({ ...identity, at: run.dueAt }),
    createdAt: run.dueAt + run.startDelayMs,
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  };
}

async function listSnapshots(
  control: ControlClient,
  { accountId, region, instanceId }: { accountId: string; region: string; instanceId: string },
): Promise<Map<string, SnapshotView>> {
  const found = new Map<string, SnapshotView>();
  let afterSeq: number | null = 0;
  while (afterSeq !== null) {
    const page = await control.snapshots({
      accountId,
      region,
      tag: { key: "amivault:instance", value: instanceId },
      afterSeq,
      limit: 1_000,
    });
    for (const snapshot of page.items) found.set(snapshot.snapshotId, snapshot);
    afterSeq = page.nextAfterSeq;
  }
  return found;
}

/** The simulator gives images of the past as long to become ready; nothing younger is history. */
export const HISTORY_ENDS_BEFORE_MS = 30 * MINUTE;
