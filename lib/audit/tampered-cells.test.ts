import { getTableColumns } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listActs } from "../activity/list-acts";
import { auditEntries } from "../db/schema";
import { archiveEntries } from "./archive-entries";
import { AuditEntryDto } from "./dto";
import { addEntries, makeChain, tamperWith } from "../testing/audit-world";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { checkSecrets } from "../vault/check-secrets";
import { exportAudit } from "./export-audit";
import { listAudit } from "./list-audit";
import { recordAudits } from "./record-audit";
import { verifyChain } from "./verify-chain";
import { toReportText } from "./verify-words.pure";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
  await makeChain(runtime, { entries: 30 });
});
afterEach(() => runtime.close());

const admin = () => userContext(runtime, "admin");

async function idsByPages(): Promise<Set<string>> {
  const ids = new Set<string>();
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await listAudit(admin(), { limit: 7, cursor });
    for (const { id } of items) ids.add(id);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

/** What was edited is what somebody needs to read most: nothing that shows it may fail for it. */
test.each([
  ["at", "9e300"],
  ["at", "9e999"],
  ["at", "-9e300"],
  ["at", "9223372036854775807"],
  ["at", "'soon'"],
  ["at", "x'00'"],
  ["after", "'{bad'"],
  ["before", "'[1]'"],
  ["aws_request_ids", "'5'"],
])(
  "an entry with %s = %s is named, listed, exported and told with the others",
  async (cell, value) => {
    await tamperWith(runtime, `update audit_entries set ${cell} = ${value} where seq = 7`);
    const report = await verifyChain({ ...runtime.db, vault: runtime.vault });
    expect(toReportText(report)).toContain("Entry 7 is not as it was written");
    const { items } = await listAudit(admin(), { limit: 200 });
    expect(items).toHaveLength(30);
    for (const item of items) expect(AuditEntryDto.parse(item)).toEqual(item);
    expect(await idsByPages()).toEqual(new Set(items.map(({ id }) => id)));
    const text = await new Response(exportAudit(admin())).text();
    const seqs = text
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line).seq);
    expect(seqs).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect((await listActs(admin(), 20)).length).toBeGreaterThan(0);
  },
);

/** Each would end the process that reads it as a text. */
const TEXTS = Object.values(getTableColumns(auditEntries)).map(({ name }) => name);
test.each(TEXTS.filter((name) => name !== "seq"))(
  "an entry whose %s is no UTF-8 is named as edited, and read with the others",
  async (cell) => {
    const bytes = "cast(x'ff41' as text)";
    await tamperWith(runtime, `update audit_entries set ${cell} = ${bytes} where seq = 7`);
    const report = await verifyChain({ ...runtime.db, vault: runtime.vault });
    const edited = report.problems.filter(({ kind }) => kind === "edited");
    expect(edited).toMatchObject([{ firstSeq: 7, lastSeq: 7 }]);
    expect(toReportText(report)).toContain(
      "Entry 7 is not as it was written: it has bytes that are no text.",
    );
    const { items } = await listAudit(admin(), { limit: 200 });
    // An id that cannot be read finds no entry.
    expect(items).toHaveLength(cell === "id" ? 29 : 30);
    for (const item of items) AuditEntryDto.omit({ actorType: true }).parse(item);
    const text = await new Response(exportAudit(admin())).text();
    expect(text.trim().split("\n")).toHaveLength(30);
    expect((await listActs(admin(), 20)).length).toBeGreaterThan(0);
    // Whoever writes on does not fail for it, and what is written is proven.
    await addEntries(runtime, 1);
    const { last } = await verifyChain({ ...runtime.db, vault: runtime.vault });
    expect(last).toMatchObject({ seq: 31, isProven: true });
  },
);

test("bytes that look like what they replaced prove nothing", async () => {
  const actor = { username: "Zoë \uFFFD" };
  await runtime.db.write((tx) =>
    recordAudits(tx, userContext(runtime, "admin", actor), [
      { action: "backup.start", targetType: "backup", targetId: "bak_1" },
    ]),
  );
  const verify = () => verifyChain({ ...runtime.db, vault: runtime.vault });
  expect((await verify()).problems).toEqual([]);
  const before = "cast('Zoë ' as blob)";
  await tamperWith(
    runtime,
    `update audit_entries set actor_name = cast(${before} || x'ff' as text) where seq = 31`,
  );
  expect((await verify()).problems).toMatchObject([{ kind: "edited", firstSeq: 31 }]);
});

test.each([
  ["the same text as a blob", "action = cast(action as blob)"],
  ["a blob that SQLite reads as JSON", `action = jsonb('"' || action || '"')`],
  ["a fraction that JSON would round", "at = at + 0.0004"],
])("%s is not as it was written", async (_what, set) => {
  await tamperWith(runtime, `update audit_entries set ${set} where seq = 7`);
  const { problems } = await verifyChain({ ...runtime.db, vault: runtime.vault });
  expect(problems).toMatchObject([{ kind: "edited", firstSeq: 7 }]);
});

test.each(["id", "previous_mac", "last_mac", "mac", "key_id"])(
  "a segment whose %s is no UTF-8 is told, and what is behind it proven",
  async (cell) => {
    await archiveEntries(runtime, { before: Infinity, segmentEntries: 10 });
    const bytes = "cast(x'ff41' as text)";
    await tamperWith(runtime, `update audit_segments set ${cell} = ${bytes}`);
    const { problems, last } = await verifyChain({ ...runtime.db, vault: runtime.vault });
    expect(problems).toMatchObject([{ firstSeq: 1, lastSeq: 10 }]);
    expect(last).toMatchObject({ seq: 30, isProven: true });
  },
);

test("a key of the log that is no UTF-8 is named by verify and by whoever looks at every secret", async () => {
  await tamperWith(runtime, "update audit_keys set secret = cast(x'ff41' as text)");
  const { problems } = await verifyChain({ ...runtime.db, vault: runtime.vault });
  expect(problems.every(({ kind }) => kind === "key")).toBe(true);
  expect(problems.map(({ words }) => words).join("\n")).toContain("cannot be opened");
  const { unreadable } = await checkSecrets(runtime.db.read, runtime.vault);
  expect(unreadable).toMatchObject([{ table: "audit_keys", column: "secret" }]);
});

test("what is asked for by an instant leaves out what has none", async () => {
  await tamperWith(runtime, "update audit_entries set at = 'soon' where seq = 7");
  await addEntries(runtime, 1);
  const text = await new Response(exportAudit(admin(), { from: "2000-01-01" })).text();
  expect(text).not.toContain('"seq":7,');
});
