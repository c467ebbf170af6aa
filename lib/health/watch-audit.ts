import { findCommittedHead, forgetCommittedHead } from "../audit/committed-head";
import { findMacAt } from "../audit/find-mac-at";
import { HEAD_MEMBER, type AuditHead } from "../audit/heads.pure";
import type { ChainProblem } from "../audit/problem.pure";
import { verifyChain, type ChainReport } from "../audit/verify-chain";
import { DAY, MINUTE, type EpochMs } from "../clock";
import type { RepeatedJob } from "../queue/queue";
import type { Runtime } from "../runtime";
import { readSetting } from "../settings/settings.repo";
import { HeadShelf } from "./head-shelf";
import { createProgressNote } from "./note-progress";
import { tellOfAudit } from "./tell-of-audit";

/** What this process knows of the chain. */
interface Watched {
  /** The last one that was proven, and still to be found: also where no file says so any more. */
  head: AuditHead | null;
  wholeAt: EpochMs;
  problems: readonly ChainProblem[];
  /** Of the files beside the database, as they were told last. */
  troubles: readonly ChainProblem[];
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
 * Looks whether the last entry that was written down, the last that this process saw and the last that
 * it committed are still in the chain and what came since follows from it, alerts where something is
 * wrong, and writes down the new last entry. Run each minute, by one process of the installation.
 */
export async function watchAudit(runtime: Runtime, job: Partial<RepeatedJob> = {}): Promise<void> {
  const { config, clock } = runtime;
  const now = clock.now();
  const shelf = new HeadShelf(config);
  const written = await shelf.last();
  const before = watched.get(runtime) ?? startWatching(written);
  const known = knownHeads(runtime, before.head);
  const lost = await listLost(runtime, known);
  for (const head of lost) await shelf.keep(head);
  const isWhole =
    lost.length > 0 || isDue(before, now) || (await isNews(runtime, { before, written }));
  const { head } = before;
  const note = createProgressNote(runtime);
  const report = await verifyChain(
    { ...runtime.db, vault: runtime.vault },
    {
      rowsPerRead: ROWS_PER_READ,
      async onProgress(entries) {
        await note(entries);
        await job.goesOn?.();
      },
      ...(job.signal ? { signal: job.signal } : {}),
      ...(isWhole || !head ? { heads: [...(await shelf.all(now)), ...known] } : { after: head }),
    },
  );
  if (job.signal?.aborted) return;
  const problems = [...(isWhole ? [] : before.problems), ...report.problems];
  const isCut = problems.some(({ kind }) => kind === "cut" || kind === "rewritten");
  if (!isCut) forgetFound(runtime, lost);
  const unproven = isWhole ? countUnproven(report) : before.unproven;
  const wholeAt = isWhole ? now : before.wholeAt;
  const look = { report, isWhole, wholeAt, unproven };
  const tell = (troubles: readonly ChainProblem[]) =>
    tellOfAudit(runtime, { ...look, problems: [...problems, ...troubles] });
  // Told first: a disk that takes nothing must not keep to itself what was found.
  const told = union(before.troubles, shelf.troubles());
  watched.set(runtime, { head, wholeAt, problems, unproven, troubles: told });
  await tell(told);
  // What nobody proved, somebody may have put there.
  const isGood = !isCut && report.last.isProven;
  const next = isGood ? await writeHead(runtime, { report, head, shelf }) : head;
  const troubles = shelf.troubles();
  watched.set(runtime, { head: next, wholeAt, problems, unproven, troubles });
  if (wordsOf(troubles) !== wordsOf(told)) await tell(troubles);
}

/**
 * Whether an entry is missing that this process committed, or saw when it was the one to look: whoever
 * looks otherwise cannot know.
 */
export async function missesEntry(runtime: Runtime): Promise<boolean> {
  const known = knownHeads(runtime, watched.get(runtime)?.head ?? null);
  return (await listLost(runtime, known)).length > 0;
}

function startWatching(head: AuditHead | null): Watched {
  return { head, wholeAt: 0, problems: [], troubles: [], unproven: 0 };
}

/** What no file needs to say. */
function knownHeads(runtime: Runtime, head: AuditHead | null): AuditHead[] {
  const committed = findCommittedHead(runtime);
  const { installationId: installation } = runtime.config;
  return [...(head ? [head] : []), ...(committed ? [{ installation, ...committed }] : [])];
}

async function listLost(runtime: Runtime, heads: readonly AuditHead[]): Promise<AuditHead[]> {
  const lost: AuditHead[] = [];
  for (const head of heads) if (!(await isStill(runtime, head))) lost.push(head);
  return lost;
}

async function isStill({ db }: Runtime, head: Pick<AuditHead, "seq" | "mac">): Promise<boolean> {
  return (await findMacAt(db.read, head.seq)) === head.mac;
}

/** After all was looked at and nothing is missing, or was given up by a person's word. */
function forgetFound(runtime: Runtime, lost: readonly AuditHead[]): void {
  const committed = findCommittedHead(runtime);
  const isIt = lost.some(({ seq, mac }) => seq === committed?.seq && mac === committed.mac);
  if (committed && isIt) forgetCommittedHead(runtime, committed);
}

function isDue({ problems, troubles, wholeAt }: Watched, now: EpochMs): boolean {
  const isWrong = problems.length + troubles.length > 0;
  return Math.abs(now - wholeAt) >= (isWrong ? BROKEN_EVERY_MS : WHOLE_EVERY_MS);
}

/**
 * Another process wrote down what is not there, or found something, which is not over because this one
 * sees nothing in what is new.
 */
async function isNews(
  runtime: Runtime,
  { before, written }: { before: Watched; written: AuditHead | null },
): Promise<boolean> {
  if (written && !(await isStill(runtime, written))) return true;
  if (before.problems.length + before.troubles.length > 0) return false;
  return ((await readSetting(runtime.db.read, "audit.check"))?.problems ?? 0) > 0;
}

/** To the log each time, to the file unless it stands there last. */
async function writeHead(
  runtime: Runtime,
  of: { report: ChainReport; head: AuditHead | null; shelf: HeadShelf },
): Promise<AuditHead | null> {
  const { seq, mac, keyId } = of.report.last;
  if (seq === 0) return of.head;
  const known = keyId ?? of.head?.keyId ?? "";
  const { installationId: installation } = runtime.config;
  const head = { installation, seq, mac, keyId: known, at: runtime.clock.now() };
  runtime.log.info({ [HEAD_MEMBER]: head }, "the last entry of the audit log");
  await of.shelf.putLast(head);
  return head;
}

function countUnproven({ unproven }: ChainReport): number {
  return unproven.reduce((sum, { entries }) => sum + entries, 0);
}

function union(...lists: ReadonlyArray<readonly ChainProblem[]>): ChainProblem[] {
  return [...new Map(lists.flat().map((one) => [one.words, one])).values()];
}

function wordsOf(problems: readonly ChainProblem[]): string {
  return problems.map(({ words }) => words).join("\n");
}
