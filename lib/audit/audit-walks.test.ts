import { afterAll, beforeAll, expect, test } from "vitest";
import { addEntries, makeChain } from "../testing/audit-world";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { explainReads } from "../testing/explain-reads";
import { listAudit } from "./list-audit";
import type { ListAuditInput } from "./schemas";

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await createTestRuntime();
  await makeChain(runtime, { entries: 20 });
  await addEntries(runtime, 20);
});
afterAll(() => runtime.close());

const PARTS: readonly ListAuditInput[] = [
  { actorId: "usr_test-admin" },
  { actor: "user-1" },
  { action: "backup.start" },
  { target: "backup", targetId: "bak_3" },
  { account: "acc_1" },
  { actorType: "user" },
  { search: "held" },
  { from: "2020-01-01", to: "2030-01-01" },
];
/** Every set of them. */
const FILTERS = Array.from({ length: 2 ** PARTS.length }, (_, set): ListAuditInput => {
  return Object.assign({}, ...PARTS.filter((_part, index) => set & (2 ** index)));
});

/** Each of them alone leads into an index. */
const NARROW = ["actorId", "actor", "action", "targetId"];

test("whatever is filtered by, entries are walked along an index and sorted by none", async () => {
  for (const accounts of ["all", ["acc_1", "acc_2"]] as const) {
    const admin = userContext(runtime, "admin", { accounts });
    for (const filter of FILTERS) {
      const plans = await explainReads(runtime, () => listAudit(admin, filter));
      const ofEntries = plans.filter((line) => line.includes("audit_entries"));
      const unindexed = ofEntries.filter((line) => !/USING (COVERING )?INDEX/.test(line));
      const sorted = plans.filter((line) => line.includes("TEMP B-TREE"));
      expect({ filter, unindexed, sorted }).toEqual({ filter, unindexed: [], sorted: [] });
      if (!NARROW.some((name) => name in filter)) continue;
      const scanned = ofEntries.filter((line) => line.startsWith("SCAN"));
      expect({ filter, scanned }).toEqual({ filter, scanned: [] });
    }
  }
});
