import { eq } from "drizzle-orm";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { REPORT_BYTES_MAX } from "#lambda/contract/callback.pure";
import { backupKey } from "#lambda/contract/image-name";
import { CALLBACK_HEADERS } from "#lambda/contract/signature";
import { DAY, HOUR, MINUTE, SECOND } from "#lib/clock";
import {
  auditEntries,
  backupEvents,
  backups,
  callbackNonces,
  eventbridgePlaces,
  instances,
} from "#lib/db/schema/index";
import { createLogger } from "#lib/logger";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { createFleet } from "#lib/testing/fleet";
import { addHistory, type HistoryEntry } from "#lib/testing/history";
import { addPlace, signedReport, type TestPlace, type TestReport } from "#lib/testing/reports";
import { callRoute } from "#lib/testing/web-client";
import { reportFromFunction } from "./backup-callback/declaration";

let runtime: TestRuntime;
let place: TestPlace;
let dueAt: number;
let instanceId: string;
let logged: Array<{ msg: string; alsoRefused?: number }>;

beforeEach(async () => {
  logged = [];
  const log = createLogger({
    component: "test",
    level: "info",
    destination: { write: (line: string) => logged.push(JSON.parse(line)) },
  });
  runtime = await createTestRuntime({ overrides: { log } });
  await createFleet(runtime, { accounts: ["acc_1", "acc_2"] });
  place = await addPlace(runtime);
  dueAt = Math.floor(runtime.clock.now() / MINUTE) * MINUTE - MINUTE;
  const [instance] = await runtime.db.read
    .select()
    .from(instances)
    .where(eq(instances.accountRef, "acc_1"));
  instanceId = instance?.instanceId ?? "";
});
afterEach(() => runtime.close());

const send = ({ headers, body }: TestReport) =>
  callRoute(runtime, reportFromFunction, { headers, body });
const statusOf = async (report: TestReport) => (await send(report)).status;
const report = (facts: Parameters<typeof signedReport>[2] = {}) =>
  signedReport(runtime, place, { instanceId, dueAt: new Date(dueAt).toISOString(), ...facts });

async function addBackup(more: Partial<HistoryEntry> = {}): Promise<string> {
  const { accountId, region } = place;
  const installationId = runtime.config.installationId;
  const key = backupKey({ installationId, accountId, region, instanceId, due: { dueAt } });
  const [instance] = await runtime.db.read
    .select()
    .from(instances)
    .where(eq(instances.instanceId, instanceId));
  const entry = { at: dueAt, key, ...more };
  const [id] = await addHistory(runtime, instance?.id ?? "", [entry]);
  return id ?? "";
}

const audited = () =>
  runtime.db.read.select().from(auditEntries).where(eq(auditEntries.actorType, "callback"));
const backupOf = async (id: string) =>
  (await runtime.db.read.select().from(backups).where(eq(backups.id, id)))[0];
const toldOf = (id: string) =>
  runtime.db.read
    .select({ type: backupEvents.type, message: backupEvents.message, data: backupEvents.data })
    .from(backupEvents)
    .where(eq(backupEvents.backupId, id));

/** Everything a report could touch. */
async function everything() {
  const { read } = runtime.db;
  return JSON.stringify([
    await read.select().from(backups),
    await read.select().from(backupEvents),
    await read.select().from(eventbridgePlaces),
    await read.select().from(callbackNonces),
    await read.select().from(auditEntries),
    runtime.queue.waiting(),
  ]);
}

test("a report makes its backup looked at now, is audited as the function's, and moves no status", async () => {
  const now = runtime.clock.now();
  const id = await addBackup({ status: "pending", imageId: "ami-1", notBeforeAt: now + HOUR });
  const response = await send(report({ type: "succeeded", imageId: "ami-0123456789abcdef0" }));
  expect(response.status).toBe(204);
  expect(response.headers.get("set-cookie")).toBeNull();
  expect(await backupOf(id)).toMatchObject({
    status: "pending",
    imageId: "ami-1",
    notBeforeAt: now,
  });
  const [told] = await toldOf(id);
  expect(told).toMatchObject({
    type: "function.succeeded",
    message: "The function in AWS says that there is an image: ami-0123456789abcdef0.",
    data: { toldBy: "function" },
  });
  expect(runtime.queue.waiting()).toMatchObject([
    { name: "poll.images", payload: { accountRef: "acc_1", region: place.region } },
  ]);
  expect(await audited()).toMatchObject([
    {
      action: "eventbridge.report",
      actorType: "callback",
      actorId: place.id,
      accountRef: "acc_1",
      targetId: place.id,
      after: { type: "succeeded", instanceId },
    },
  ]);
  const [row] = await runtime.db.read.select().from(eventbridgePlaces);
  expect(row).toMatchObject({ lastReportAt: now, lastReportType: "succeeded" });
});

test.each([
  ["expected", { scheduler: "eventbridge" }, true],
  ["expected", { scheduler: "local" }, false],
  ["missed", {}, true],
  ["failed", { imageId: "ami-1" }, true],
  ["failed", {}, false],
  ["queued", {}, false],
  ["creating", { leaseToken: "lea", leaseExpiresAt: 9e15 }, false],
  ["available", {}, false],
  ["deleting", {}, false],
] as const)("of %s %j it is looked at: %s", async (status, more, isLookedAt) => {
  const id = await addBackup({ status, notBeforeAt: null, ...more });
  expect(await statusOf(report())).toBe(204);
  const row = await backupOf(id);
  expect(row?.status).toBe(status);
  expect(row?.notBeforeAt).toBe(isLookedAt ? runtime.clock.now() : null);
  expect(runtime.queue.waiting()).toHaveLength(isLookedAt ? 1 : 0);
});

test("why it failed stands in the backup's time line, said to be the function's word", async () => {
  const id = await addBackup({ status: "missed" });
  const failed = {
    type: "failed",
    code: "UnauthorizedOperation",
    message: "No\u0000 tag.",
  } as const;
  await send(report(failed));
  await send(report(failed));
  expect(await toldOf(id)).toMatchObject([
    {
      type: "function.failed",
      message: "The function in AWS says that it failed. No tag. (UnauthorizedOperation)",
    },
  ]);
});

test("AWS's own word on an image finds its backup, and passes over the images of others", async () => {
  const id = await addBackup({ status: "pending", imageId: "ami-0123456789abcdef0" });
  const change = { type: "image_state", instanceId: undefined, dueAt: undefined } as const;
  expect(await statusOf(report({ ...change, imageId: "ami-0fffffffffffffff0" }))).toBe(204);
  expect(runtime.queue.waiting()).toEqual([]);
  expect(await audited()).toEqual([]);
  const [heard] = await runtime.db.read.select().from(eventbridgePlaces);
  expect(heard?.lastReportAt).toBe(runtime.clock.now());
  expect(await statusOf(report({ ...change, imageId: "ami-0123456789abcdef0" }))).toBe(204);
  expect((await backupOf(id))?.notBeforeAt).toBe(runtime.clock.now());
  expect(await audited()).toHaveLength(1);
});

test("of a moment to come nothing is believed", async () => {
  dueAt += HOUR;
  const id = await addBackup({ status: "expected", scheduler: "eventbridge" });
  expect(await statusOf(report({ type: "failed", message: "Never." }))).toBe(204);
  expect(await toldOf(id)).toEqual([]);
  expect((await backupOf(id))?.notBeforeAt).toBeNull();
});

test("whatever is wrong with it gets the same 401, and leaves no trace", async () => {
  await addBackup({ status: "pending", imageId: "ami-1" });
  const used = report();
  expect(await statusOf(used)).toBe(204);
  const other = await addPlace(runtime, { accountRef: "acc_2" });
  const before = await everything();
  const good = report();
  const changed = (headers: Record<string, string>) => ({
    ...good,
    headers: { ...good.headers, ...headers },
  });
  const without = Object.values(CALLBACK_HEADERS).map((name) => {
    const { [name]: _, ...headers } = good.headers;
    return { ...good, headers };
  });
  const now = runtime.clock.now();
  const wrong: TestReport[] = [
    ...without,
    changed({ [CALLBACK_HEADERS.key]: "evp_unknown" }),
    changed({ [CALLBACK_HEADERS.key]: other.id }),
    changed({ [CALLBACK_HEADERS.nonce]: "0".repeat(32) }),
    changed({ [CALLBACK_HEADERS.signature]: `v1=${"0".repeat(64)}` }),
    { ...good, body: `${good.body} ` },
    { ...good, body: good.body.replace("started", "succeeded") },
    report({ at: now - 5 * MINUTE - SECOND }),
    report({ at: now + 5 * MINUTE + SECOND }),
    used,
    report({ accountId: other.accountId }),
    report({ region: "eu-west-1" }),
    report({ type: "deleted" as "failed" }),
    signedReport(runtime, { ...place, key: other.key }),
    signedReport(runtime, { ...place, key: Buffer.alloc(0) }),
  ];
  const answers = new Set<string>();
  for (const each of wrong) {
    const response = await send(each);
    expect(response.status).toBe(401);
    const { requestId: _, ...problem } = await response.json();
    answers.add(JSON.stringify(problem));
  }
  expect(answers.size).toBe(1);
  expect(await everything()).toBe(before);
});

test("a body of more than 16 KiB is not read", async () => {
  const good = report();
  const padded = { ...good, body: `${good.body}${" ".repeat(REPORT_BYTES_MAX)}` };
  expect(await statusOf(padded)).toBe(413);
});

test("the same report ten times at once is accepted once", async () => {
  const sent = report();
  const statuses = await Promise.all(Array.from({ length: 10 }, () => statusOf(sent)));
  expect(statuses.toSorted()).toEqual([204, ...Array.from({ length: 9 }, () => 401)]);
  expect(await audited()).toHaveLength(1);
});

test("thousands that are forged, stale or replayed change nothing, and are one line a minute in the log", async () => {
  const id = await addBackup({ status: "pending", imageId: "ami-1" });
  const good = Array.from({ length: 20 }, () => report());
  for (const each of good) await send(each);
  const before = await everything();
  logged.length = 0;
  const header = fc.constantFrom(...Object.values(CALLBACK_HEADERS));
  const known = fc.nat({ max: good.length - 1 });
  const nth = (index: number) => good[index] ?? report();
  const attack = fc.oneof(
    known.map(nth),
    // Headers of one on the body of another, one of them swapped, or any text in its place.
    fc.tuple(known, known, header).map(([a, b, name]) => {
      const [one, other] = [nth(a), nth(b)];
      return {
        headers: { ...one.headers, [name]: other.headers[name] ?? "" },
        body: `${other.body} `,
      };
    }),
    fc.tuple(known, header, fc.stringMatching(/^[!-~]{0,80}$/)).map(([index, name, text]) => {
      const { headers, body } = nth(index);
      return { headers: { ...headers, [name]: text }, body };
    }),
    fc
      .integer({ min: 5 * MINUTE + SECOND, max: 30 * DAY })
      .map((age) => report({ at: runtime.clock.now() - age })),
    fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((key) => signedReport(runtime, { ...place, key: Buffer.from(key) })),
    fc.json({ maxDepth: 1 }).map((body) => ({ headers: nth(0).headers, body })),
  );
  const attacks = fc.sample(attack, { numRuns: 5_000, seed: 7 });
  const statuses = new Set<number>();
  const startedAt = performance.now();
  for (const each of attacks) statuses.add(await statusOf(each));
  expect((performance.now() - startedAt) / attacks.length).toBeLessThan(20);
  expect([...statuses]).toEqual([401]);
  expect(await everything()).toBe(before);
  expect((await backupOf(id))?.status).toBe("pending");
  expect(logged.length).toBe(1);
  runtime.clock.advance(MINUTE);
  await send({ headers: {}, body: "" });
  expect(logged).toHaveLength(2);
  expect(logged[1]?.alsoRefused).toBe(attacks.length - 1);
});

test("a stolen key, in whatever order it says whatever, moves no status and fills no time line", async () => {
  const id = await addBackup({ status: "pending", imageId: "ami-1", statusReason: "AWS says so." });
  const before = await backupOf(id);
  const claim = fc.record({
    type: fc.constantFrom("started", "succeeded", "failed", "refused", "image_state"),
    message: fc.string({ maxLength: 1_000 }),
    code: fc.string({ maxLength: 100 }),
    imageId: fc.constantFrom("ami-0123456789abcdef0", "ami-0fffffffffffffff0"),
  });
  const statuses = new Set<number>();
  for (const facts of fc.sample(claim, { numRuns: 500, seed: 7 })) {
    statuses.add(await statusOf(report(facts)));
  }
  expect([...statuses]).toEqual([204]);
  const now = runtime.clock.now();
  expect(await backupOf(id)).toEqual({ ...before, notBeforeAt: now, updatedAt: now });
  expect((await toldOf(id)).length).toBeLessThanOrEqual(20);
  expect(runtime.queue.waiting()).toHaveLength(1);
});
