import { expect, test } from "vitest";
import type { BackupDaysPage } from "#lib/instances/dto";
import {
  joinRows,
  NO_FILTER,
  toHeatQuery,
  toHeatRows,
  toHeatUrl,
  withHead,
} from "./heat-query.pure";

function page(ids: string, more: Partial<BackupDaysPage> = {}): BackupDaysPage {
  const place = { instanceId: "i-1", name: "", region: "r", accountId: "1" };
  const items = ids.split("").map((id) => {
    return { instance: { ...place, id }, health: "protected" as const, codes: more.fromDay ?? "o" };
  });
  return { fromDay: "2026-01-01", nextCursor: "next", total: 9, ...more, items };
}

const ids = (rows: { rows: ReadonlyArray<{ instance: { id: string } }> }) =>
  rows.rows.map(({ instance }) => instance.id).join("");

test("only what is chosen is asked for, page after page", () => {
  expect(toHeatQuery(NO_FILTER)).toBe("");
  const query = toHeatQuery({ ...NO_FILTER, health: "needs_you", region: "eu-west-1" });
  expect(toHeatUrl(query, null)).toBe(
    "/api/backup-days?health=needs_you&region=eu-west-1&limit=200",
  );
  expect(toHeatUrl("", "abc")).toBe("/api/backup-days?limit=200&cursor=abc");
});

test("an instance that moved to a later page meanwhile is there once", () => {
  const joined = joinRows(toHeatRows("", page("abc")), page("bde", { nextCursor: null }));
  expect(ids(joined)).toBe("acbde");
  expect(joined.nextCursor).toBeNull();
});

test("a refreshed page's rows come first, and what was loaded beyond it stays", () => {
  const loaded = joinRows(toHeatRows("", page("ab")), page("cd", { nextCursor: "c2" }));
  const head = withHead(loaded, page("ca", { fromDay: "new" }));
  expect(ids(head)).toBe("cabd");
  expect(head.rows[0]?.codes).toBe("new");
  expect(head.nextCursor).toBe("c2");
});
