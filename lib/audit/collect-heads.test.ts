import { afterEach, beforeEach, expect, test } from "vitest";
import { makeChain, takeHead } from "../testing/audit-world";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { acceptRestore } from "./accept-restore";
import { collectHeads } from "./collect-heads";
import { HEAD_MEMBER } from "./heads.pure";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

/** As many as a busy installation writes down in five months. */
const HEADS = 200_000;

test("the heads of months are taken, to verify and to accept a restore", async () => {
  await makeChain(runtime, { entries: 30 });
  const head = await takeHead(runtime);
  const lines = Array.from({ length: HEADS }, (_, index) =>
    JSON.stringify({ level: 30, [HEAD_MEMBER]: { ...head, seq: index + 1 } }),
  );
  const heads = await collectHeads(runtime.config, {
    texts: [lines.join("\n")],
    now: runtime.clock.now(),
  });
  expect(heads).toHaveLength(HEADS);
  const accepted = await acceptRestore(runtime, { heads, by: "root" });
  expect(accepted).toEqual({ keptSeq: 0, lostSeq: HEADS });
});
