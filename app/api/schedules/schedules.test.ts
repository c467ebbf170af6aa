import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditEntries } from "#lib/db/schema/index";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { createFleet } from "#lib/testing/fleet";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { callRoute, type TestRequest } from "#lib/testing/web-client";
import { ensureDefaults } from "#lib/settings/ensure-defaults";
import type { Route } from "#lib/web/declare-route";
import { getBackupSettings, updateBackupSettings } from "../backup-settings/declaration";
import { deleteOneSchedule, getOneSchedule, updateOneSchedule } from "./[id]/declaration";
import { addSchedule, listAllSchedules } from "./declaration";
import { listNextScheduledRuns } from "./next-runs/declaration";
import { previewOneSchedule } from "./preview/declaration";

let runtime: TestRuntime;
let admin: SessionWithUser;

beforeAll(async () => {
  runtime = await createTestRuntime({ now: Date.parse("2026-02-01T11:30:00Z") });
  await ensureDefaults(runtime);
  const user = await createTestUser(runtime, { role: "admin" });
  admin = await createTestSession(runtime, { user, kind: "api" });
});
afterAll(() => runtime.close());

async function call(route: Route, request: TestRequest = {}) {
  const response = await callRoute(runtime, route, { as: admin, ...request });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text ? JSON.parse(text) : null,
  };
}

const NONSENSE = [
  ["60", "“60” is not a schedule"],
  ["?", "“?” is not a schedule"],
  ["abc 2 * * *", "Minute: “abc” is not 0–59"],
  ["0 0 31 2 *", "never run"],
  ["* * * * *", "5 is the smallest interval"],
  ["0 2 * * ? *", "five fields"],
  ["rate(1 hours)", "EventBridge"],
  ["", "Say when"],
  ["0 2 * * 8", "outside 0–7"],
  ["9".repeat(5_000), "at most 300 characters"],
  ["<script>alert(1)</script>", "is not a schedule"],
] as const;

describe("a schedule that means nothing", () => {
  test.each(NONSENSE)(
    "%s is refused with the reason, wherever it is given",
    async (text, reason) => {
      const wrong = {
        status: 422,
        body: { errors: { schedule: [expect.stringContaining(reason)] } },
      };
      const named = { name: "Nonsense", schedule: text };
      expect(await call(previewOneSchedule, { body: { schedule: text } })).toMatchObject(wrong);
      expect(await call(addSchedule, { body: named })).toMatchObject(wrong);
      expect(await call(updateBackupSettings, { body: { schedule: text } })).toMatchObject(wrong);
      const before = await call(getBackupSettings);
      expect(before.body.schedule.cron).toBe("0 2 * * *");
    },
  );

  test.each([
    [{ kind: "everyNHours", hours: 5, minute: 0 }, "schedule.hours", "does not divide a day"],
    [{ kind: "daily", hour: 24, minute: 0 }, "schedule.hour", "0 to 23"],
    [{ kind: "weekly", days: [], hour: 2, minute: 0 }, "schedule.days", "at least one weekday"],
  ])("the preset %o is refused beside its input", async (schedule, field, reason) => {
    expect(await call(previewOneSchedule, { body: { schedule } })).toMatchObject({
      status: 422,
      body: { errors: { [field]: [expect.stringContaining(reason)] } },
    });
  });

  test("a zone that does not exist is refused beside the zone", async () => {
    const body = { schedule: "daily", zone: "Berlin" };
    expect(await call(previewOneSchedule, { body })).toMatchObject({
      status: 422,
      body: { errors: { zone: [expect.stringContaining("Did you mean Europe/Berlin?")] } },
    });
  });

  test.each([[60], [null], [["daily"]], [{ kind: "yearly" }], [{}]])(
    "%o is neither text nor preset",
    async (schedule) => {
      const answer = await call(previewOneSchedule, { body: { schedule } });
      expect(answer.status).toBe(422);
    },
  );
});

describe("a preview", () => {
  test.each([
    ["daily", "every day at 02:00 UTC", "2026-02-02T02:00:00.000Z"],
    ["weekly", "every Sunday at 02:00 UTC", "2026-02-08T02:00:00.000Z"],
    ["monthly", "on the 1st of every month at 02:00 UTC", "2026-03-01T02:00:00.000Z"],
    ["0 4 * * 0", "every Sunday at 04:00 UTC", "2026-02-08T04:00:00.000Z"],
    ["0 4 * * 7", "every Sunday at 04:00 UTC", "2026-02-08T04:00:00.000Z"],
  ])("of %s says it in words, with ten runs", async (schedule, words, first) => {
    const { status, body } = await call(previewOneSchedule, { body: { schedule } });
    expect(status).toBe(200);
    expect(body.words).toBe(words);
    expect(body.nextRuns).toHaveLength(10);
    expect(body.nextRuns[0]).toBe(first);
  });

  test("stores nothing", async () => {
    const before = await runtime.db.read.select().from(auditEntries);
    await call(previewOneSchedule, { body: { schedule: "hourly" } });
    expect(await runtime.db.read.select().from(auditEntries)).toEqual(before);
    expect((await call(listAllSchedules)).body.total).toBe(1);
  });
});

test("a schedule is added, read, changed, listed and deleted", async () => {
  const preset = { kind: "everyNHours", hours: 6, minute: 15 };
  const added = await call(addSchedule, {
    body: { name: "Büro 🏢", schedule: preset, zone: "Asia/Kathmandu" },
  });
  expect(added).toMatchObject({
    status: 201,
    body: { name: "Büro 🏢", cron: "15 */6 * * *", preset, startWindowMinutes: 240 },
  });
  const params = { id: added.body.id };
  expect(added.headers.get("location")).toBe(`/api/schedules/${params.id}`);
  const again = await call(addSchedule, { body: { name: "Büro 🏢", schedule: "daily" } });
  expect(again).toMatchObject({ status: 409, body: { errors: { name: [expect.any(String)] } } });
  const changed = await call(updateOneSchedule, { params, body: { schedule: "0 1 * * 1-5" } });
  expect(changed.body.words).toBe("every weekday (Monday to Friday) at 01:00 Asia/Kathmandu");
  expect((await call(getOneSchedule, { params })).body).toEqual(changed.body);
  const listed = await call(listAllSchedules, { query: "?search=Kathmandu" });
  expect(listed.body).toMatchObject({ items: [{ id: params.id }], total: 1, nextCursor: null });
  expect((await call(deleteOneSchedule, { params })).status).toBe(204);
  expect((await call(getOneSchedule, { params })).status).toBe(404);
});

test("a name of control characters, or of 300, is refused", async () => {
  for (const name of ["a\nb", "x".repeat(300), "   "]) {
    const answer = await call(addSchedule, { body: { name, schedule: "daily" } });
    expect(answer).toMatchObject({ status: 422, body: { errors: { name: [expect.any(String)] } } });
  }
});

test("an empty change is refused, and so is one of what does not exist", async () => {
  expect((await call(updateBackupSettings, { body: {} })).status).toBe(422);
  expect((await call(updateBackupSettings, { body: { emailTo: "a@example.com" } })).status).toBe(
    422,
  );
  expect((await call(updateBackupSettings, { body: { retentionDays: 0 } })).status).toBe(422);
  expect((await call(updateBackupSettings, { body: { retentionDays: 1.5 } })).status).toBe(422);
});

test("the settings are changed in one request, and the next runs follow", async () => {
  await createFleet(runtime, { instances: 2, schedules: ["default"] });
  const body = { schedule: "0 5 * * *", zone: "Europe/Berlin", retentionDays: 60 };
  expect(await call(updateBackupSettings, { body })).toMatchObject({
    status: 200,
    body: {
      schedule: { words: "every day at 05:00 Europe/Berlin", instanceCount: 2 },
      retention: { keepDays: 60, enforced: true },
    },
  });
  const runs = await call(listNextScheduledRuns, { query: "?limit=1" });
  expect(runs.body).toMatchObject({
    items: [{ dueAt: "2026-02-02T04:00:00.000Z", instance: { name: "server 0" } }],
    total: null,
    nextCursor: expect.any(String),
  });
});
