import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acceptRestore } from "../audit/accept-restore";
import { streamHeadFiles } from "../audit/heads-file";
import type { AuditHead } from "../audit/heads.pure";
import { verifyChain } from "../audit/verify-chain";
import { DAY, MINUTE } from "../clock";
import { alerts } from "../db/schema";
import { readSetting } from "../settings/settings.repo";
import { addEntries, makeChain, tamperWith } from "../testing/audit-world";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { watchAudit } from "./watch-audit";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
  await makeChain(runtime, { entries: 30 });
});
afterEach(() => runtime.close());

async function heads(): Promise<AuditHead[]> {
  const all: AuditHead[] = [];
  for await (const head of streamHeadFiles(runtime.folder)) all.push(head);
  return all;
}

async function minute(): Promise<void> {
  runtime.clock.advance(MINUTE);
  await watchAudit(runtime);
}

/** That the chain is not whole; of an accepted restore people are told besides. */
async function openAlert(): Promise<{ title: string; message: string } | undefined> {
  const [alert] = await runtime.db.read
    .select({ title: alerts.title, message: alerts.message, severity: alerts.severity })
    .from(alerts)
    .where(and(eq(alerts.status, "open"), eq(alerts.kind, "audit.broken")));
  return alert;
}

const tamper = (...statements: string[]) => tamperWith(runtime, ...statements);

test.each(["mac", "action", "after", "at"])(
  "a new entry whose %s is no UTF-8 is told within the minute, and what follows is looked at",
  async (cell) => {
    await minute();
    await addEntries(runtime, 3);
    await tamper(`update audit_entries set ${cell} = cast(x'ff41' as text) where seq = 31`);
    await minute();
    expect((await openAlert())?.message).toContain("Entry 31 is not as it was written");
    expect((await heads()).at(-1)?.seq).toBe(33);
  },
);

test("the last entry is written beside the database whenever it is another, in a file of its month", async () => {
  await minute();
  await minute();
  await addEntries(runtime, 3);
  await minute();
  expect((await heads()).map(({ seq }) => seq)).toEqual([30, 33]);
  runtime.clock.advance(40 * DAY);
  await addEntries(runtime, 1);
  await minute();
  expect((await heads()).map(({ seq }) => seq)).toEqual([30, 33, 34]);
  const folder = path.join(runtime.folder, "audit-heads");
  expect(readdirSync(folder)).toHaveLength(2);
  expect(readFileSync(path.join(folder, readdirSync(folder)[0] ?? ""), "utf8")).toMatch(
    /^\{"auditHead":\{"installation":"amivault-test","seq":30,/,
  );
  expect(await openAlert()).toBeUndefined();
});

test("what is wrong with new entries is alerted within the minute, and stays until it is whole", async () => {
  await minute();
  await addEntries(runtime, 5);
  await tamper("update audit_entries set actor_name = 'eve' where seq = 33");
  await minute();
  expect(await openAlert()).toMatchObject({ message: expect.stringContaining("Entry 33 ") });
  expect(await readSetting(runtime.db.read, "audit.check")).toMatchObject({ seq: 35, problems: 1 });
  await minute();
  expect(await openAlert()).toMatchObject({ severity: "critical" });
  await tamper("update audit_entries set actor_name = 'user-0' where seq = 33");
  runtime.clock.advance(5 * MINUTE);
  await minute();
  expect(await openAlert()).toBeUndefined();
  expect(await readSetting(runtime.db.read, "audit.check")).toMatchObject({ problems: 0 });
});

test.each(["'zzz'", "1.5", "0", "9007199254740992", "null"])(
  "an entry that was put there under %s is alerted within the minute, what is written goes on",
  async (seq) => {
    await minute();
    await tamper(
      `insert into audit_entries (id, at, actor_type, actor_name, action, target_type, request_id, seq) values ('aud_odd', 5, 'user', 'eve', 'a', 'b', 'c', ${seq})`,
    );
    await addEntries(runtime, 2);
    await minute();
    expect(await openAlert()).toMatchObject({ message: expect.stringMatching(/^An entry has /) });
    expect((await heads()).map((head) => head.seq)).toEqual([30, 32]);
  },
);

test("what somebody put behind the last entry is no head that is written down", async () => {
  await minute();
  await tamper(
    "insert into audit_entries (id, at, actor_type, actor_name, action, target_type, request_id, seq, mac, key_id) select 'aud_odd', 5, 'user', 'eve', 'a', 'b', 'c', 9007199254740991, 'forged', key_id from audit_entries where seq = 30",
  );
  await minute();
  expect(await openAlert()).toMatchObject({ message: expect.stringMatching(/ are missing; /) });
  expect((await heads()).map(({ seq }) => seq)).toEqual([30]);
});

describe("by the head that is held in memory, by a process that wrote nothing itself", () => {
  let watcher: TestRuntime;
  beforeEach(async () => {
    watcher = await createTestRuntime({ folder: runtime.folder, seed: "watcher" });
    await look();
  });
  afterEach(() => watcher.close());

  async function look(): Promise<void> {
    runtime.clock.advance(MINUTE);
    watcher.clock.advance(runtime.clock.now() - watcher.clock.now());
    await watchAudit(watcher);
  }

  test("a cut is found though what was written down is gone too, and can be accepted", async () => {
    rmSync(path.join(runtime.folder, "audit-heads"), { recursive: true });
    await tamper("delete from audit_entries where seq > 27");
    await look();
    const message = expect.stringContaining("28 to 30: cut off");
    expect(await openAlert()).toMatchObject({ message });
    expect((await heads()).map(({ seq }) => seq)).toEqual([30]);
    await look();
    expect(await openAlert()).toMatchObject({ message });
    await acceptRestore(watcher, { heads: await heads(), by: "ann" });
    runtime.clock.advance(5 * MINUTE);
    await look();
    expect(await openAlert()).toBeUndefined();
  });

  test("a cut is found though the files went back together with the database", async () => {
    const folder = path.join(runtime.folder, "audit-heads");
    const file = path.join(folder, readdirSync(folder)[0] ?? "");
    const before = readFileSync(file);
    await addEntries(runtime, 5);
    await look();
    await tamper("delete from audit_entries where seq > 30");
    writeFileSync(file, before);
    await look();
    expect(await openAlert()).toMatchObject({
      message: expect.stringContaining("31 to 35: cut off"),
    });
  });

  test("files that are gone are written anew", async () => {
    rmSync(path.join(runtime.folder, "audit-heads"), { recursive: true });
    await look();
    expect((await heads()).map(({ seq }) => seq)).toEqual([30]);
  });
});

describe("where the files beside the database can be neither read nor written", () => {
  const folder = () => path.join(runtime.folder, "audit-heads");
  beforeEach(async () => {
    await minute();
    renameSync(folder(), `${folder()}-away`);
    writeFileSync(folder(), "");
  });

  test("what is wrong with the chain is alerted nevertheless", async () => {
    await addEntries(runtime, 5);
    await tamper("update audit_entries set actor_name = 'eve' where seq = 33");
    await minute();
    expect(await openAlert()).toMatchObject({
      title: "The audit log is not as it was written",
      message: expect.stringMatching(/^Entry 33 .* audit-heads cannot be read: ENOTDIR/),
    });
    await tamper("delete from audit_entries where seq > 31");
    await minute();
    expect(await openAlert()).toMatchObject({
      message: expect.stringContaining("32 to 35: cut off"),
    });
    const restarted = await createTestRuntime({ folder: runtime.folder, seed: "again" });
    restarted.clock.advance(runtime.clock.now() - restarted.clock.now());
    await tamper("update audit_entries set actor_name = 'eve' where seq = 12");
    await watchAudit(restarted);
    expect(await openAlert()).toMatchObject({ message: expect.stringContaining("Entry 12 ") });
    await restarted.close();
  });

  test("that is alerted, until a head is written down again", async () => {
    await minute();
    expect(await openAlert()).toMatchObject({
      title: "The end of the audit log cannot be written down",
      message: expect.stringContaining("cannot be written: "),
    });
    expect(await readSetting(runtime.db.read, "audit.check")).toMatchObject({
      problems: 2,
      troubles: 2,
    });
    await addEntries(runtime, 1);
    await minute();
    rmSync(folder());
    renameSync(`${folder()}-away`, folder());
    await minute();
    expect(await openAlert()).toBeUndefined();
    expect((await heads()).map(({ seq }) => seq)).toEqual([30, 31]);
  });
});

test("a tail that was cut off is alerted, and no head is written over it", async () => {
  await minute();
  await tamper("delete from audit_entries where seq > 27");
  await minute();
  expect(await openAlert()).toMatchObject({
    message: expect.stringContaining("28 to 30: cut off"),
  });
  await addEntries(runtime, 1);
  await minute();
  expect((await heads()).map(({ seq }) => seq)).toEqual([30]);
});

test("an older copy that was put back is alerted until somebody says so, which the chain tells", async () => {
  await minute();
  await addEntries(runtime, 10);
  await minute();
  await tamper("delete from audit_entries where seq > 30");
  const restarted = await createTestRuntime({ folder: runtime.folder, seed: "again" });
  restarted.clock.advance(runtime.clock.now() + MINUTE - restarted.clock.now());
  await addEntries(restarted, 4);
  await watchAudit(restarted);
  expect(await openAlert()).toBeDefined();
  const accepted = await acceptRestore(restarted, { heads: await heads(), by: "ann" });
  expect(accepted).toEqual({ keptSeq: 34, lostSeq: 40 });
  restarted.clock.advance(5 * MINUTE);
  await watchAudit(restarted);
  expect(await openAlert()).toBeUndefined();
  await addEntries(restarted, 20);
  restarted.clock.advance(MINUTE);
  await watchAudit(restarted);
  expect((await heads()).map(({ seq }) => seq)).toEqual([30, 40, 35, 55]);
  const report = await verifyChain(
    { ...restarted.db, vault: restarted.vault },
    { heads: await heads() },
  );
  expect(report).toMatchObject({ problems: [], heads: { given: 4, found: 3, givenUp: 1 } });
  expect(report.restores).toMatchObject([{ seq: 35, keptSeq: 34, lostSeq: 40 }]);
  const again = acceptRestore(restarted, { heads: await heads(), by: "ann" });
  await expect(again).rejects.toThrow("Every entry that was written down");
  await restarted.close();
});

test("what was written down under a clock that was ahead is given up too", async () => {
  await addEntries(runtime, 10);
  runtime.clock.advance(365 * 24 * 60 * MINUTE);
  await watchAudit(runtime);
  await tamper("delete from audit_entries where seq > 20");
  const restarted = await createTestRuntime({ folder: runtime.folder, seed: "again" });
  await watchAudit(restarted);
  expect(await openAlert()).toBeDefined();
  await acceptRestore(restarted, { heads: await heads(), by: "ann" });
  restarted.clock.advance(5 * MINUTE);
  await watchAudit(restarted);
  expect(await openAlert()).toBeUndefined();
  await restarted.close();
});

test("a tail that was cut off before it was written down is known to the process that wrote it", async () => {
  await minute();
  await addEntries(runtime, 4);
  await tamper("delete from audit_entries where seq > 31");
  await minute();
  const cut = { message: expect.stringContaining("32 to 34: cut off") };
  expect(await openAlert()).toMatchObject(cut);
  // Another process learns of it, also when entries came to stand there again.
  const other = await createTestRuntime({ folder: runtime.folder, seed: "other" });
  other.clock.advance(runtime.clock.now() + MINUTE - other.clock.now());
  await addEntries(runtime, 9);
  await watchAudit(other);
  expect(await openAlert()).toMatchObject({ message: expect.stringContaining("computed anew") });
  await minute();
  expect(await openAlert()).toBeDefined();
  await acceptRestore(other, { heads: await heads(), by: "ann" });
  await minute();
  expect(await openAlert()).toBeUndefined();
  await other.close();
});
