import { afterEach, expect, test } from "vitest";
import { countOpenRemovals, countRemovedUnasked } from "../retention/sweep.repo";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { explainReads } from "../testing/explain-reads";
import { listUnsent } from "./backups.repo";
import { findFirstImages, listWantedImages } from "./orphans.repo";
import { listFullPlaces } from "./full-places.repo";
import { listInterrupted, listUnfinishedPlans } from "./items.repo";
import { findScopedPlan, measureParts, selectPlans } from "./plan-scope.repo";
import {
  countSources,
  findNextSource,
  listSourceBackups,
  listSourcePlans,
  listWithImages,
} from "./sources.repo";

let runtime: TestRuntime;
afterEach(() => runtime.close());

test("what is asked every few seconds and before every removal walks not all items of all plans", async () => {
  runtime = await createTestRuntime();
  const { read } = runtime.db;
  const plans = await explainReads(runtime, async () => {
    await listUnfinishedPlans(read, { until: 0 });
    await listInterrupted(read, { planId: "a", limit: 1 });
    await listFullPlaces(read, { planId: "a", unsent: 1 });
    await listUnsent(read, { planId: "a", limit: 1 });
    await findFirstImages(read, ["a"]);
    await listWantedImages(read, ["a"]);
    await countOpenRemovals(read);
    await countRemovedUnasked(read, { accountRef: "a", since: 0 });
  });
  expect(plans.length).toBeGreaterThan(6);
  const walks = plans.filter((line) => /^SCAN (plan_items|plans|backups)/.test(line));
  expect(walks).toEqual(["SCAN plan_items USING INDEX plan_items_applying"]);
});

test("asking for the deletion of instances and listing their images walks only what is theirs", async () => {
  runtime = await createTestRuntime();
  const { read } = runtime.db;
  const asked = { instanceRefs: ["a"], accounts: "all" } as const;
  const source = { planId: "a", instanceRef: "a", accountRef: "a", askedAt: 0, listedAt: null };
  const plans = await explainReads(runtime, async () => {
    await listSourcePlans(read, asked);
    await listWithImages(read, asked);
    await findNextSource(read, "a");
    await listSourceBackups(read, {
      source: { ...source, afterDueAt: 1, afterId: "a" },
      limit: 1,
    });
    await countSources(read, "a");
  });
  expect(plans.length).toBeGreaterThan(5);
  expect(plans.filter((line) => line.startsWith("SCAN"))).toEqual([]);
});

test("which plans somebody limited sees, and which in part, is asked without the rows of their items", async () => {
  runtime = await createTestRuntime();
  const { read } = runtime.db;
  const accounts = ["a", "b"];
  const plans = await explainReads(runtime, async () => {
    await selectPlans(read, { accounts, cursor: null, limit: 1 });
    await findScopedPlan(read, { planId: "a", accounts });
    await measureParts(read, { planIds: ["a", "b"], accounts });
  });
  const byAccount = "SEARCH plan_items USING COVERING INDEX plan_items_plan_account";
  expect(plans.filter((line) => line.includes(" plan_items "))).toEqual([
    `${byAccount} (plan_id=? AND account_ref=?)`,
    `${byAccount} (plan_id=? AND account_ref=?)`,
    `${byAccount} (plan_id=?)`,
  ]);
});
