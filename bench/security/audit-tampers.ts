import { performance } from "node:perf_hooks";
import { rmSync } from "node:fs";
import { openChainKeys } from "#lib/audit/chain-key";
import { archiveEntries } from "#lib/audit/archive-entries";
import { verifyChain, type ChainReport } from "#lib/audit/verify-chain";
import { addEntries, makeChain, takeHead } from "#lib/testing/audit-world";
import { createTestRuntime } from "#lib/testing/create-test-runtime";
import { countOption } from "../options";
import { round, say } from "../report";
import { randomOf, type Random } from "../retention/random";
import type { SecurityPart } from "../security";
import { ATTACKS, type Expected } from "./audit-attacks";
import {
  copyOf,
  freshRuntime,
  makeFolder,
  makeOriginal,
  openByHand,
  type AuditOriginal,
} from "./audit-world";

const RATE_ENTRIES = 300_000;
const RATE_LEAST = 50_000;
/** The best of them counts: others use the machine too. */
const WALKS = 3;

/**
 * Tampers with real chains in real databases, as somebody with the file in hand, with and without the
 * key, and asks `verify`. Beside it as many that nobody tampered with, which must be whole.
 *
 * Keys: `auditTampersMade`, `auditTampersFound` (found, and named where it is), `auditFalseAlarms`,
 * `auditEntriesPerSecond` and `auditEntriesPerCpuSecond`, a walk over 300,000 entries. `--tampers N`, `--rate-entries N`.
 */
export const auditTampers: SecurityPart = async ({ args, seed }) => {
  const count = countOption(args, "tampers", 1_000);
  const original = await makeOriginal();
  const random = randomOf(seed);
  const names = Object.keys(ATTACKS);
  const missed: string[] = [];
  let found = 0;
  let falseAlarms = 0;
  try {
    // The older copy is another kind of attack: nothing in it is wrong.
    for (let index = 0; index < count; index++) {
      const name = names[index % (names.length + 1)];
      const is =
        name === undefined ? await restoreOlder(original) : await tamper(original, name, random);
      if (is) found += 1;
      else missed.push(name ?? "restore an older copy");
      if (!(await isWholeUntouched(original, random))) falseAlarms += 1;
      if ((index + 1) % 100 === 0)
        say(`${index + 1} tamperings, ${found} found, ${falseAlarms} false alarms`);
    }
  } finally {
    original.remove();
  }
  if (missed.length > 0) say(`Not found where it is: ${[...new Set(missed)].join(", ")}.`);
  const { perSecond, perCpuSecond } = await measureRate(
    countOption(args, "rate-entries", RATE_ENTRIES),
  );
  const figures = {
    auditTampersMade: count,
    auditTampersFound: found,
    auditFalseAlarms: falseAlarms,
    auditEntriesPerSecond: perSecond,
    auditEntriesPerCpuSecond: perCpuSecond,
  };
  const wrong = [
    ...(found < count ? ["auditTampersFound"] : []),
    ...(falseAlarms > 0 ? ["auditFalseAlarms"] : []),
    ...(perSecond < RATE_LEAST ? ["auditEntriesPerSecond"] : []),
  ];
  return { figures, wrong };
};

async function tamper(original: AuditOriginal, name: string, random: Random): Promise<boolean> {
  const attack = ATTACKS[name];
  if (!attack) throw new Error(`There is no attack ${name}.`);
  const folder = copyOf(original);
  const key = await stealKey(folder);
  const db = openByHand(folder);
  const expected = attack({ db, original, random, key });
  db.close();
  const report = await verifyCopy(original, folder);
  return isNamed(report, expected);
}

async function restoreOlder(original: AuditOriginal): Promise<boolean> {
  const report = await verifyCopy(original, copyOf(original, original.olderFile));
  return isNamed(report, { kinds: ["cut"], seq: original.olderSeq + 1 });
}

/** Used on for a while, by the application: nothing is wrong with it. */
async function isWholeUntouched(original: AuditOriginal, random: Random): Promise<boolean> {
  const folder = copyOf(original);
  const runtime = await createTestRuntime({
    folder,
    seed: `control-${random.int(0, 999_999_999)}`,
  });
  await addEntries(runtime, 1 + random.int(0, 19));
  if (random.int(0, 3) === 0) {
    await archiveEntries(runtime, { before: Infinity, segmentEntries: original.segmentEntries });
  }
  const heads = [...original.heads, await takeHead(runtime)];
  await runtime.close();
  const report = await verifyCopy({ ...original, heads }, folder);
  return report.problems.length === 0 && report.heads.found === heads.length;
}

async function verifyCopy(
  { heads }: Pick<AuditOriginal, "heads">,
  folder: string,
): Promise<ChainReport> {
  const runtime = await createTestRuntime({ folder });
  try {
    return await verifyChain({ ...runtime.db, vault: runtime.vault }, { heads });
  } finally {
    await runtime.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function stealKey(folder: string) {
  const runtime = await createTestRuntime({ folder });
  const { keys } = await openChainKeys(runtime.db.read, runtime.vault);
  await runtime.close();
  const [key] = keys.values();
  if (!key) throw new Error("The chain has no key.");
  return key;
}

/** The first thing that is said of that kind says where it is, and nothing before it is wrong. */
function isNamed({ problems }: ChainReport, { kinds, seq, within }: Expected): boolean {
  const [named] = problems.filter(({ kind }) => kinds.includes(kind));
  if (!named) return false;
  if (within)
    return (named.firstSeq ?? Infinity) <= (seq ?? 0) && (named.lastSeq ?? 0) >= (seq ?? 0);
  // The seal of a whole segment is broken with it, and named by where the segment begins.
  const isFirst = problems.every(
    ({ kind, firstSeq, lastSeq }) =>
      (firstSeq ?? Infinity) >= (seq ?? 0) || (kind === "segment" && (lastSeq ?? 0) >= (seq ?? 0)),
  );
  return named.firstSeq === seq && isFirst;
}

interface Rate {
  perSecond: number;
  /** What others who use the machine take no part of. */
  perCpuSecond: number;
}

async function measureRate(entries: number): Promise<Rate> {
  const folder = makeFolder();
  const runtime = await freshRuntime(folder);
  try {
    say(`${entries} entries to be walked …`);
    await makeChain(runtime, { entries });
    for (let segment = 0; segment < entries / 6_000; segment++) {
      await archiveEntries(runtime, { before: Infinity });
    }
    const rates: Rate[] = [];
    for (let walk = 0; walk < WALKS; walk++) {
      const from = performance.now();
      const cpuFrom = process.cpuUsage();
      const report = await verifyChain({ ...runtime.db, vault: runtime.vault });
      const seconds = (performance.now() - from) / 1_000;
      const { user, system } = process.cpuUsage(cpuFrom);
      if (report.problems.length > 0 || report.entries !== entries) {
        throw new Error("It is not whole.");
      }
      const cpuSeconds = (user + system) / 1_000_000;
      const perCpuSecond = report.entries / cpuSeconds;
      rates.push({ perSecond: report.entries / seconds, perCpuSecond });
    }
    const best = (key: keyof Rate) => round(Math.max(...rates.map((rate) => rate[key])), 0);
    return { perSecond: best("perSecond"), perCpuSecond: best("perCpuSecond") };
  } finally {
    await runtime.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
