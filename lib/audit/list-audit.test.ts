import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "../context";
import { ForbiddenError } from "../errors";
import { watchAudit } from "../health/watch-audit";
import { addEntries, makeChain, tamperWith } from "../testing/audit-world";
import { systemContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestUser } from "../testing/people";
import { archiveEntries } from "./archive-entries";
import { exportAudit } from "./export-audit";
import { getAuditIntegrity } from "./get-audit-integrity";
import { listAudit } from "./list-audit";
import { listAuditActors } from "./list-audit-actors";
import { recordAudit } from "./record-audit";
import type { ListAuditInput } from "./schemas";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const admin = () => userContext(runtime, "admin");
const limited = () => userContext(runtime, "admin", { accounts: ["acc_1"] });

async function actOn(accountRef: string | null, targetId: string): Promise<void> {
  const entry = { action: "backup.update", targetType: "backup", targetId, accountRef };
  await runtime.db.write((tx) =>
    recordAudit(tx, userContext(runtime, "operator", { username: "ann" }), {
      ...entry,
      after: { description: `of ${targetId}` },
    }),
  );
  runtime.clock.advance(1_000);
}

async function exported(ctx: Context, query: ListAuditInput = {}) {
  const text = await new Response(exportAudit(ctx, query)).text();
  const lines = text.trim().split("\n");
  return lines.map((line): Record<string, unknown> => JSON.parse(line));
}

test("pages follow each other, newest first, until every entry was shown once", async () => {
  await makeChain(runtime, { entries: 25 });
  const seen: Array<number | null> = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(admin(), { limit: 7, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ seq }) => seq));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
    Array.from({ length: 25 }, (_, index) => index + 1),
  );
});

test("filters narrow it together: who, what, to what, in which account, when, and any text", async () => {
  await makeChain(runtime, { entries: 10 });
  await actOn("acc_1", "bak_one");
  await actOn("acc_2", "bak_two");
  const found = async (query: Parameters<typeof listAudit>[1]) =>
    (await listAudit(admin(), query)).items.map(({ targetId }) => targetId);
  expect(await found({ actor: "ann" })).toEqual(["bak_two", "bak_one"]);
  expect(await found({ action: "backup.update", account: "acc_1" })).toEqual(["bak_one"]);
  expect(await found({ target: "backup", targetId: "bak_two" })).toEqual(["bak_two"]);
  expect(await found({ search: "OF BAK_ONE" })).toEqual(["bak_one"]);
  expect(await found({ actor: "ann", actorType: "system" })).toEqual([]);
  expect(await found({ actor: "ann", actorId: "usr_test-admin" })).toEqual([]);
  expect(await found({ actor: "ann", to: "2000-01-01" })).toEqual([]);
});

test("two people of one name are two by their ids, and a job is found by its name", async () => {
  const act = (ctx: Context, targetId: string) =>
    runtime.db.write((tx) =>
      recordAudit(tx, ctx, { action: "backup.update", targetType: "backup", targetId }),
    );
  const named = (userId: string) => userContext(runtime, "admin", { userId, username: "ann" });
  await act(named("usr_1"), "bak_one");
  runtime.clock.advance(1_000);
  await act(named("usr_2"), "bak_two");
  await act(systemContext(runtime, "ann"), "bak_job");
  const found = async (query: Parameters<typeof listAudit>[1]) =>
    (await listAudit(admin(), query)).items.map(({ targetId }) => targetId).toSorted();
  expect(await found({ actorId: "usr_1" })).toEqual(["bak_one"]);
  expect(await found({ actorId: "usr_2" })).toEqual(["bak_two"]);
  expect(await found({ actorId: "usr_3" })).toEqual([]);
  expect(await found({ actor: "ann", actorType: "system" })).toEqual(["bak_job"]);
  expect(await found({ actor: "ann" })).toEqual(["bak_job", "bak_one", "bak_two"]);
});

test("whoever sees every account chooses among all people, deleted ones too", async () => {
  const ids = [];
  for (const [username, deletedAt] of [
    ["bo", null],
    ["ann", 1_000],
    ["ann", null],
  ] as const) {
    ids.push((await createTestUser(runtime, { username, deletedAt })).id);
  }
  const [bo, gone, ann] = ids;
  expect(await listAuditActors(admin())).toEqual([
    { id: ann, username: "ann", deletedAt: null },
    { id: gone, username: "ann", deletedAt: "1970-01-01T00:00:01.000Z" },
    { id: bo, username: "bo", deletedAt: null },
  ]);
});

test("whoever sees some accounts chooses among those who acted there", async () => {
  for (const [username, accountRef] of [
    ["ann", "acc_1"],
    ["bo", "acc_2"],
    ["cy", null],
  ] as const) {
    const { id: userId } = await createTestUser(runtime, { username });
    const entry = { action: "backup.update", targetType: "backup", targetId: "bak_1", accountRef };
    const ctx = userContext(runtime, "operator", { userId, username });
    await runtime.db.write((tx) => recordAudit(tx, ctx, entry));
  }
  expect(await listAuditActors(limited())).toMatchObject([{ username: "ann" }]);
});

test("whoever sees some accounts sees their entries alone, in the list and in the export", async () => {
  await makeChain(runtime, { entries: 4 });
  await actOn("acc_1", "bak_one");
  await actOn("acc_2", "bak_two");
  const items = async (query = {}) =>
    (await listAudit(limited(), query)).items.map(({ targetId }) => targetId);
  expect(await items()).toEqual(["bak_one"]);
  expect(await items({ actor: "ann" })).toEqual(["bak_one"]);
  expect(await items({ account: "acc_2" })).toEqual([]);
  const [head, ...entries] = await exported(limited());
  expect(head).toMatchObject({ selection: expect.any(String), accounts: ["acc_1"] });
  expect(entries.map(({ targetId }) => targetId)).toEqual(["bak_one"]);
  // Their numbers would count what was done in the other accounts between two of them.
  expect((await listAudit(limited())).items).toMatchObject([{ seq: null }]);
  expect(Object.keys(entries[0] ?? {})).not.toContain("seq");
  expect(Object.keys(entries[0] ?? {})).not.toContain("mac");
  expect((await listAudit(admin(), { search: "bak_one" })).items).toMatchObject([{ seq: 5 }]);
  await expect(getAuditIntegrity(limited())).rejects.toThrow(ForbiddenError);
});

test("the export has every entry once, archived ones first", async () => {
  await makeChain(runtime, { entries: 300, archived: 2, segmentEntries: 60 });
  const lines = await exported(admin());
  expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
  expect(lines[1]).toMatchObject({ action: "backup.start", after: { held: true, index: 0 } });
});

test("an export with filters has what the list has, archived or not, in the order of numbers, and says what it is", async () => {
  await makeChain(runtime, { entries: 60 });
  await actOn("acc_1", "bak_ÄRGER");
  const queries: ListAuditInput[] = [
    { actor: "user-0", action: "backup.start" },
    { actorId: "usr_test-operator" },
    { actorType: "system" },
    { target: "backup", targetId: "bak_3" },
    { account: "acc_1" },
    { search: "ärger" },
    { search: '"index":1' },
    { search: "nothing like it" },
    { from: "2020-01-01", to: "2020-01-02" },
    { from: new Date(runtime.clock.now()).toISOString() },
    { to: new Date(runtime.clock.now()).toISOString(), actorType: "user" },
  ];
  const seqs = new Map<ListAuditInput, unknown[]>();
  for (const query of queries) {
    const { items } = await listAudit(admin(), { ...query, limit: 200 });
    seqs.set(
      query,
      items.map(({ seq }) => seq).toSorted((a, b) => Number(a) - Number(b)),
    );
  }
  expect([...seqs.values()].filter((found) => found.length > 0)).toHaveLength(8);
  await archiveEntries(runtime, { before: Infinity, segmentEntries: 30 });
  for (const [query, found] of seqs) {
    const [head, ...entries] = await exported(admin(), query);
    expect(head).toMatchObject({
      selection: expect.stringContaining("cannot be verified as a chain"),
      filters: query,
    });
    expect({ query, seqs: entries.map(({ seq }) => seq) }).toEqual({ query, seqs: found });
  }
});

test("a segment that cannot be read costs the export its own entries alone", async () => {
  await makeChain(runtime, { entries: 300, archived: 2, segmentEntries: 60 });
  await tamperWith(runtime, "update audit_segments set body = x'00' where first_seq = 1");
  const text = await new Response(exportAudit(admin())).text();
  expect(text.trim().split("\n")).toHaveLength(240);
});

test("what the last look found is told", async () => {
  await makeChain(runtime, { entries: 300 });
  await archiveEntries(runtime, { before: Infinity, segmentEntries: 60 });
  expect(await getAuditIntegrity(admin())).toMatchObject({ lastCheck: null, lastSeq: 300 });
  await watchAudit(runtime);
  await addEntries(runtime, 1);
  expect(await getAuditIntegrity(admin())).toMatchObject({
    lastCheck: { seq: 300, problems: 0, words: null, isStale: false },
    lastSeq: 301,
    archivedEntries: 60,
    segments: 1,
  });
});

test("only administrators read it", async () => {
  const operator = userContext(runtime, "operator");
  await expect(listAudit(operator)).rejects.toThrow(ForbiddenError);
  await expect(listAuditActors(operator)).rejects.toThrow(ForbiddenError);
  expect(() => exportAudit(operator)).toThrow(ForbiddenError);
  await expect(getAuditIntegrity(operator)).rejects.toThrow(ForbiddenError);
});
