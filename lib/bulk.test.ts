import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BULK_IDS_MAX, BulkIds, BulkReportDto, runEach } from "./bulk";
import { ConflictError } from "./errors";
import { systemContext } from "./testing/contexts";
import { createTestRuntime, type TestRuntime } from "./testing/create-test-runtime";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

describe("runEach", () => {
  it("names the fate of each in the order given, once, and a refusal costs the others nothing", async () => {
    const report = await runEach(systemContext(runtime), ["a", "b", "a", "c"], async (id) => {
      if (id === "b") throw new ConflictError("Not now.", { suggestion: "Wait.", link: "/b" });
      return id === "c" ? { text: "It was so already." } : undefined;
    });
    expect(BulkReportDto.parse(report)).toEqual({
      items: [
        { id: "a", ok: true, text: null, link: null },
        {
          id: "b",
          ok: false,
          error: { code: "conflict", message: "Not now.", suggestion: "Wait.", link: "/b" },
        },
        { id: "c", ok: true, text: "It was so already.", link: null },
      ],
      done: 2,
      refused: 1,
    });
  });

  it("keeps the others' fates and tells no detail when one meets a fault of ours", async () => {
    const report = await runEach(systemContext(runtime), ["a", "b"], async (id) => {
      if (id === "a") throw new Error("SQLITE_CORRUPT: secret path");
    });
    expect(report).toMatchObject({ done: 1, refused: 1 });
    expect(JSON.stringify(report)).not.toContain("SQLITE");
  });
});

describe("BulkIds", () => {
  it("bounds one request", () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `x${index}`);
    expect(BulkIds.safeParse(ids(BULK_IDS_MAX)).success).toBe(true);
    expect(BulkIds.safeParse(ids(BULK_IDS_MAX + 1)).success).toBe(false);
    expect(BulkIds.safeParse([]).success).toBe(false);
  });
});
