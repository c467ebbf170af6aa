import {
  findCommittedHead,
  forgetCommittedHead,
  type CommittedHead,
} from "../audit/committed-head";
import { findMacAt } from "../audit/find-mac-at";
import { appendHead, readLastHead, streamHeadFiles } from "../audit/heads-file";
import { HEAD_MEMBER, type AuditHead } from "../audit/heads.pure";
import { keepHeads } from "../audit/keep-heads";
import type { ChainProblem } from "../audit/problem.pure";
import { verifyChain, type ChainReport } from "../audit/verify-chain";
import { DAY, MINUTE, type EpochMs } from "../clock";
import type { Runtime } from "../runtime";
import { readSetting } from "../settings/settings.repo";
import { tellOfAudit } from "./tell-of-audit";

/** What this process knows of the chain. */
interface Watched {
  /** Written down last, and still to be found. */
  head: AuditHead | null;
  wholeAt: EpochMs;
  problems: readonly ChainProblem[];
  /** Entries whose key was lost and given up, of the whole chain. */
  unproven: number;
}

const watched = new WeakMap<Runtime, Watched>();

/** The whole chain is looked at when a process begins to watch it, and then so often. */
const WHOLE_EVERY_MS = DAY;
/** While something is wrong, so that an end of it is noticed. */
const BROKEN_EVERY_MS = 5 * MINUTE;
/** Between two reads others work: the process serves people meanwhile. */
const ROWS_PER_READ = 500;

/**
 * Looks whether the last entry that was written down, and the last that this process committed, is
 * still in the chain and what came since follows from it, writes down the new last entry, and alerts where something is wrong. Run each
 * minute, by one process of the installation.
 */
export async function watchAudit(
  runtime: Runtime,
  job: { signal?: AbortSignal } = {},
): Promise<void> {
  const before = watched.get(runtime) ?? (await startWatching(runtime));
  const now = runtime.clock.now();
  const everyMs = before.problems.length > 0 ? BROKEN_EVERY_MS : WHOLE_EVERY_MS;
  const { head } = before;
  const committed = findCommittedHead(runtime);
  const isLost = !(await isStill(runtime, committed));
  // Where it is beside the database, every process that looks compares with it, and a restart too.
  if (committed && isLost) await writeLost(runtime, committed);
  const written = await readLastHead(runtime.config.dataDir, runtime.config.installationId);
  const isWhole =
    isLost ||
    (await isNewsToUs(runtime, before)) ||
    Math.abs(now - before.wholeAt) >= everyMs ||
    !(await isStill(runtime, head)) ||
    !(await isStill(runtime, written));
  const report = await verifyChain(
    { ...runtime.db, vault: runtime.vault },
    {
      rowsPerRead: ROWS_PER_READ,
      ...(job.signal ? { signal: job.signal } : {}),
      ...(isWhole || !head ? { heads: await ownHeads(runtime) } : { after: head }),
    },
  );
  if (job.signal?.aborted) return;
  const kept = isWhole ? [] : before.problems;
  const problems = [...kept, ...report.problems];
  const isCut = problems.some(({ kind }) => kind === "cut" || kind === "rewritten");
  if (committed && isLost && !isCut) forgetCommittedHead(runtime, committed);
  // What nobody proved, somebody may have put there.
  const next = isCut || !report.last.isProven ? head : await writeHead(runtime, { report, head });
  const wholeAt = isWhole ? now : before.wholeAt;
  const unproven = isWhole
    ? report.unproven.reduce((sum, { entries }) => sum + entries, 0)
    : before.unproven;
  watched.set(runtime, { head: next, wholeAt, problems, unproven });
  await tellOfAudit(runtime, { report, problems, isWhole, wholeAt, unproven });
}

async function startWatching({ config }: Runtime): Promise<Watched> {
  const head = await readLastHead(config.dataDir, config.installationId);
  return { head, wholeAt: 0, problems: [], unproven: 0 };
}

async function writeLost({ config }: Runtime, head: CommittedHead): Promise<void> {
  for await (const { seq, mac } of streamHeadFiles(config.dataDir)) {
    if (seq === head.seq && mac === head.mac) return;
  }
  await appendHead(config.dataDir, { installation: config.installationId, ...head });
}

async function isStill(
  { db }: Runtime,
  head: Pick<AuditHead, "seq" | "mac"> | null,
): Promise<boolean> {
  return head === null || (await findMacAt(db.read, head.seq)) === head.mac;
}

/** Another process found something, which is not over because this one sees nothing in what is new. */
async function isNewsToUs({ db }: Runtime, { problems }: Watched): Promise<boolean> {
  if (problems.length > 0) return false;
  return ((await readSetting(db.read, "audit.check"))?.problems ?? 0) > 0;
}

function ownHeads({ config, clock }: Runtime): Promise<AuditHead[]> {
  const of = { installation: config.installationId, now: clock.now() };
  return keepHeads(streamHeadFiles(config.dataDir), of);
}

/** To the log each time, to the file when it is another. */
async function writeHead(
  runtime: Runtime,
  { report, head: before }: { report: ChainReport; head: AuditHead | null },
): Promise<AuditHead | null> {
  const { seq, mac, keyId } = report.last;
  if (seq === 0) return before;
  const { installationId: installation, dataDir } = runtime.config;
  const isSame = before?.seq === seq && before.mac === mac;
  const known = keyId ?? before?.keyId ?? "";
  const head = { installation, seq, mac, keyId: known, at: runtime.clock.now() };
  runtime.log.info({ [HEAD_MEMBER]: head }, "the last entry of the audit log");
  if (!isSame) await appendHead(dataDir, head);
  return head;
}
