import { eq, getTableColumns, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MINUTE } from "../clock";
import { alerts, auditEntries, auditKeys } from "../db/schema";
import { watchAudit } from "../health/watch-audit";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { explainReads } from "../testing/explain-reads";
import { beginChain } from "./begin-chain";
import { openChainKeys } from "./chain-key";
import { macOfText } from "./chain-mac";
import { CHAINED_COLUMNS, macOf, seqOf, toChainText } from "./chain.pure";
import { chainLine, fromChainLine } from "./chain-line";
import { findLastChained, listLeftOver, listUnchained } from "./chain.repo";
import { recordAudit, recordAudits } from "./record-audit";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const act = (targetId: string, after?: Record<string, unknown>) => {
  return { action: "backup.start", targetType: "backup", targetId, ...(after ? { after } : {}) };
};

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** The numbers of the entries, in their order, as far as each proves the one before. */
async function provenNumbers(): Promise<number[]> {
  const lines = await runtime.db.read
    .select({ line: chainLine() })
    .from(auditEntries)
    .orderBy(auditEntries.seq)
    .values();
  const rows = lines.map(([line]) => fromChainLine(line));
  const { keys } = await openChainKeys(runtime.db.read, runtime.vault);
  const [key] = [...keys.values()];
  if (!key) throw new Error("There is no key.");
  const macs = ["", ...rows.map(macOf)];
  return rows
    .filter((row, index) => macOf(row) === macOfText(key, toChainText(macs[index] ?? "", row)))
    .map(seqOf);
}

test("every column of an entry is part of what its mac proves", () => {
  const columns = Object.keys(getTableColumns(auditEntries)).filter((name) => name !== "mac");
  expect([...CHAINED_COLUMNS].toSorted()).toEqual(columns.toSorted());
});

test("entries get numbers without a gap, whoever writes them at the same time, under one key", async () => {
  const other = await createTestRuntime({ folder: runtime.folder, seed: "other" });
  const write = (by: TestRuntime, count: number) =>
    by.db.write((tx) =>
      recordAudits(
        tx,
        userContext(by, "admin"),
        Array.from({ length: count }, (_, index) => act(`bak_${index}`, { index })),
      ),
    );
  await Promise.all([write(runtime, 3), write(other, 700), write(runtime, 1), write(other, 2)]);
  expect(await provenNumbers()).toEqual(upTo(706));
  expect(await runtime.db.read.select().from(auditKeys)).toHaveLength(1);
  await other.close();
});

test("a write that is rolled back leaves no number and no key behind", async () => {
  const ctx = userContext(runtime, "admin");
  const failing = runtime.db.write(async (tx) => {
    await recordAudit(tx, ctx, act("bak_1"));
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  await runtime.db.write((tx) => recordAudit(tx, ctx, act("bak_2")));
  expect(await provenNumbers()).toEqual(upTo(1));
});

test("whatever text stands in an entry, it is proven as it is read", async () => {
  const texts = ["half \ud83d", "nul \0 after", "“quotes”\n\\", "\u2028", ""];
  for (const text of texts) {
    const ctx = userContext(runtime, "admin", { username: text, address: text });
    await runtime.db.write((tx) => recordAudit(tx, ctx, act(text, { text, nested: [text] })));
  }
  expect(await provenNumbers()).toEqual(upTo(texts.length));
});

async function addUnchained(count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: `aud_old${String(index).padStart(5, "0")}`,
    at: index,
    actorType: "user" as const,
    actorName: "ann",
    action: "backup.start",
    targetType: "backup",
    after: { index },
    requestId: "req_old",
  }));
  for (let from = 0; from < count; from += 500) {
    await runtime.db.write(async (tx) => {
      await tx.insert(auditEntries).values(rows.slice(from, from + 500));
    });
  }
}

test("entries of before are chained once, in their order, also with one that came between", async () => {
  await addUnchained(1_203);
  await runtime.db.write((tx) => recordAudit(tx, userContext(runtime, "admin"), act("bak_1")));
  await beginChain(runtime);
  expect(await provenNumbers()).toEqual(upTo(1_205));
  const [last] = await runtime.db.read
    .select()
    .from(auditEntries)
    .orderBy(sql`seq desc`)
    .limit(1);
  expect(last).toMatchObject({ action: "audit.begin_chain", after: { entriesBefore: 1_204 } });
});

test("a run that was broken off goes on where it was, also for one that is older than where", async () => {
  await addUnchained(450);
  const late = {
    ...(await runtime.db.read.select().from(auditEntries).limit(1))[0],
    id: "aud_late",
    at: -1,
  };
  const { db } = runtime;
  let writes = 0;
  const dying: typeof db = {
    ...db,
    write: (work) => {
      if (++writes > 1) throw new Error("power cut");
      return db.write(work);
    },
  };
  await expect(beginChain({ ...runtime, db: dying })).rejects.toThrow("power cut");
  const begun = await provenNumbers();
  expect(begun.length).toBeGreaterThan(0);
  expect(begun.length).toBeLessThan(450);
  await db.write((tx) => tx.insert(auditEntries).values(late as typeof auditEntries.$inferInsert));
  await beginChain(runtime);
  expect(await provenNumbers()).toEqual(upTo(452));
});

test("entries of before are read along their index, however many are left", async () => {
  const after = { at: 1, id: "aud_1" };
  for (const from of [null, after]) {
    const plans = await explainReads(runtime, () =>
      listUnchained(runtime.db.read, { after: from, limit: 500 }),
    );
    expect(plans).toEqual([expect.stringContaining("USING INDEX audit_entries_at")]);
  }
  const ofLeft = await explainReads(runtime, () => listLeftOver(runtime.db.read, 500));
  expect(ofLeft[0]).toBe("SEARCH audit_entries USING INDEX audit_entries_seq (seq=?)");
  const ofLast = await explainReads(runtime, () => findLastChained(runtime.db.read));
  expect(ofLast).toEqual([expect.stringContaining("audit_entries_seq")]);
});

/** Somebody with the database file in hand. */
async function tamper(...statements: string[]): Promise<void> {
  await runtime.db.write(async (tx) => {
    for (const name of ["stay", "kept"]) {
      await tx.run(sql.raw(`drop trigger if exists audit_entries_${name}`));
    }
    for (const statement of statements) await tx.run(sql.raw(statement));
  });
}

const numbered = () => runtime.db.read.$count(auditEntries, sql`seq is not null`);

async function openAlerts(): Promise<string[]> {
  const isOpen = eq(alerts.status, "open");
  const rows = await runtime.db.read.select({ message: alerts.message }).from(alerts).where(isOpen);
  return rows.map(({ message }) => message);
}

describe("entries whose numbers somebody took away, with the one that says they were given", () => {
  const unchain = (where: string) => [
    "delete from audit_entries where action = 'audit.begin_chain'",
    `update audit_entries set seq = null, mac = null, key_id = null, actor_name = 'eve' where ${where}`,
  ];
  beforeEach(async () => {
    await addUnchained(20);
    await beginChain(runtime);
  });

  test("are not proven by us: there is a key, so that there were numbers", async () => {
    await tamper(...unchain("true"));
    await beginChain(runtime);
    expect(await numbered()).toBe(0);
    await watchAudit(runtime);
    expect(await openAlerts()).toEqual([expect.stringContaining("An entry has no number")]);
    // The application goes on, and its next start takes none of them in.
    const ctx = userContext(runtime, "admin");
    await runtime.db.write((tx) => recordAudit(tx, ctx, act("bak_1")));
    await beginChain(runtime);
    expect(await numbered()).toBe(1);
    await watchAudit(runtime);
    for (let minute = 0; minute < 12; minute++) {
      runtime.clock.advance(MINUTE);
      await watchAudit(runtime);
      expect(await openAlerts()).toHaveLength(1);
    }
  });

  test("are not proven by us where what is left agrees with itself, and the end was written down", async () => {
    await watchAudit(runtime);
    await tamper(...unchain("seq > 12"));
    await beginChain(runtime);
    expect(await numbered()).toBe(12);
    await watchAudit(runtime);
    expect(await openAlerts()).toEqual([expect.stringContaining("13 to 21: cut off")]);
  });

  test("are not proven by us where the keys were taken away too, and the end was written down", async () => {
    await watchAudit(runtime);
    await tamper(...unchain("true"), "delete from audit_keys");
    await beginChain(runtime);
    expect(await numbered()).toBe(0);
    const later = await createTestRuntime({ folder: runtime.folder, seed: "later" });
    await watchAudit(later);
    await later.close();
    expect(await openAlerts()).toEqual([expect.stringContaining("1 to 21: cut off")]);
  });
});

test("an entry that appears without a number later is never taken in", async () => {
  await beginChain(runtime);
  await addUnchained(1);
  await beginChain(runtime);
  const unchained = await runtime.db.read
    .select()
    .from(auditEntries)
    .where(sql`seq is null`);
  expect(unchained).toHaveLength(1);
});

test("the database itself refuses to change or delete an entry", async () => {
  await runtime.db.write((tx) => recordAudit(tx, userContext(runtime, "admin"), act("bak_1")));
  const edit = runtime.db.write((tx) => tx.update(auditEntries).set({ actorName: "eve" }));
  await expect(edit).rejects.toThrow(/audit_entries/);
  await expect(runtime.db.write((tx) => tx.delete(auditEntries))).rejects.toThrow(/audit_entries/);
  expect(await provenNumbers()).toEqual(upTo(1));
});
