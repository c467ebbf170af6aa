import { describe, expect, test } from "vitest";
import { parseSchedule } from "#lib/schedules/schedule-spec.pure";
import { changeKind, toDraft, toSpec } from "./schedule-draft.pure";

describe("the schedule editor's draft", () => {
  test.each([
    "15 * * * *",
    "0 */6 * * *",
    "30 2 * * *",
    "0 2 * * 1,3,5",
    "5 4 31 * *",
    "0 0 L * *",
    "*/15 8-18 * * 1-5",
  ])("says %s again as it was read", (cron) => {
    const draft = toDraft({ cron, zone: "Europe/Berlin" });
    const parsed = parseSchedule({ spec: toSpec(draft), zone: draft.zone });
    expect(parsed).toMatchObject({ ok: true, value: { cron, zone: "Europe/Berlin" } });
  });

  test("starts cron from what the preset said", () => {
    const weekly = { ...toDraft({ cron: "0 2 * * 1", zone: "UTC" }), time: "03:30" };
    expect(changeKind(weekly, "cron").cron).toBe("30 3 * * 1");
  });

  test("keeps the cron text when the preset is nonsense", () => {
    const draft = { ...toDraft({ cron: "0 2 * * 1", zone: "UTC" }), days: [] };
    expect(changeKind(draft, "cron").cron).toBe("0 2 * * 1");
  });

  test.each([
    { patch: { kind: "hourly", minute: "abc" }, field: "minute" },
    { patch: { kind: "hourly", minute: "" }, field: "minute" },
    { patch: { kind: "daily", time: "" }, field: "minute" },
    { patch: { kind: "weekly", days: [] }, field: "days" },
    { patch: { kind: "monthly", day: "32" }, field: "day" },
    { patch: { kind: "everyNHours", hours: "5" }, field: "hours" },
    { patch: { kind: "cron", cron: "60 2 * * *" }, field: "minute" },
    { patch: { kind: "cron", cron: "0 0 31 2 *" }, field: "dayOfMonth" },
  ] as const)("is refused at $field for $patch", ({ patch, field }) => {
    const draft = { ...toDraft({ cron: "0 2 * * *", zone: "UTC" }), ...patch };
    const parsed = parseSchedule({ spec: toSpec(draft), zone: draft.zone });
    expect(parsed).toMatchObject({ ok: false, problem: { field } });
  });
});
