import { afterEach, beforeEach, expect, test } from "vitest";
import { listActs } from "../activity/list-acts";
import { AuditEntryDto } from "./dto";
import { addEntries, makeChain, tamperWith } from "../testing/audit-world";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { exportAudit } from "./export-audit";
import { listAudit } from "./list-audit";
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

test("what is asked for by an instant leaves out what has none", async () => {
  await tamperWith(runtime, "update audit_entries set at = 'soon' where seq = 7");
  await addEntries(runtime, 1);
  const text = await new Response(exportAudit(admin(), { from: "2000-01-01" })).text();
  expect(text).not.toContain('"seq":7,');
});
