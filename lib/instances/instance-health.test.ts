import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "#lib/clock";
import { accounts, credentials, instances } from "#lib/db/schema/index";
import { BACKUP_STATUSES, INSTANCE_STATES } from "#lib/db/schema/constants";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { TEST_NOW as NOW } from "#lib/testing/test-clock";
import {
  findHealthReason,
  HEALTH_MEANINGS,
  HEALTH_REASONS,
  NEEDS_YOU_ORDER,
  reasonsOf,
  type HealthFacts,
  type HealthReason,
} from "./instance-health.pure";
import { findInstance } from "./instance.repo";

const WELL: HealthFacts = {
  paused: false,
  state: "running",
  hasCredential: true,
  credentialFailing: false,
  nextDueAt: NOW + HOUR,
  overdueSinceAt: null,
  lastGoodAt: NOW - 23 * HOUR,
  lastEndedStatus: "available",
  lastEndedAt: NOW - 22 * HOUR,
};

describe("findHealthReason", () => {
  const cases: Array<[string, Partial<HealthFacts>, HealthReason]> = [
    ["the newest due backup is available", {}, "protected"],
    ["also when the instance is stopped", { state: "stopped" }, "protected"],
    ["paused, whatever else is wrong", { paused: true, state: "terminated" }, "paused"],
    ["terminated", { state: "terminated" }, "instance_gone"],
    ["not listed by AWS any more", { state: "vanished" }, "instance_gone"],
    ["its credential was deleted", { hasCredential: false }, "no_credential"],
    ["its credential is refused", { credentialFailing: true }, "credential_failing"],
    ["nothing is due", { nextDueAt: null }, "no_schedule"],
    ["due for minutes: the tick may be late", { nextDueAt: NOW - 10 * MINUTE }, "protected"],
    ["due for long: the jobs stand still", { nextDueAt: NOW - 16 * MINUTE }, "overdue"],
    ["the last backup failed", { lastEndedStatus: "failed" }, "last_failed"],
    ["the last backup was missed", { lastEndedStatus: "missed" }, "last_missed"],
    [
      "new, and its first backup is yet to come",
      { lastGoodAt: null, lastEndedStatus: null, lastEndedAt: null },
      "waiting",
    ],
    [
      "its first backup takes longer than its grace",
      {
        overdueSinceAt: NOW - 5 * HOUR,
        lastGoodAt: null,
        lastEndedStatus: null,
        lastEndedAt: null,
      },
      "late",
    ],
    [
      "the backup due now takes long, and its grace is longer: the one before is good",
      { lastGoodAt: NOW - 29 * HOUR },
      "protected",
    ],
    [
      "the ledger found one overdue",
      { overdueSinceAt: NOW - 2 * HOUR, lastGoodAt: NOW - 26 * HOUR },
      "late",
    ],
    [
      "the ledger found one overdue, whatever another schedule has made since",
      { overdueSinceAt: NOW - 2 * HOUR, lastGoodAt: NOW - HOUR },
      "late",
    ],
    [
      "the last one was skipped on purpose",
      {
        lastGoodAt: NOW - 29 * HOUR,
        lastEndedStatus: "skipped",
        lastEndedAt: NOW - 5 * HOUR,
      },
      "waiting",
    ],
  ];
  it.each(cases)("%s", (_, change, reason) => {
    expect(findHealthReason({ ...WELL, ...change }, NOW)).toBe(reason);
  });

  it("every reason means one status, and what needs you has an action", () => {
    for (const reason of HEALTH_REASONS) {
      const { status, action } = HEALTH_MEANINGS[reason];
      expect(reasonsOf(status)).toContain(reason);
      expect(status !== "needs_you" || action !== null).toBe(true);
    }
    expect([...NEEDS_YOU_ORDER].toSorted()).toEqual(reasonsOf("needs_you").toSorted());
  });
});

const moment = fc.integer({ min: -48, max: 48 }).map((halfHours) => NOW + halfHours * 30 * MINUTE);
const pastOrNone = fc.option(
  moment.map((at) => at - 2 * DAY),
  { nil: null },
);
const anyMoment = fc.option(moment, { nil: null });

const anyFacts = fc.record({
  paused: fc.boolean(),
  state: fc.constantFrom(...INSTANCE_STATES),
  hasCredential: fc.boolean(),
  credentialFailing: fc.boolean(),
  nextDueAt: anyMoment,
  overdueSinceAt: fc.oneof(anyMoment, pastOrNone),
  lastGoodAt: fc.oneof(anyMoment, pastOrNone),
  lastEndedStatus: fc.option(fc.constantFrom(...BACKUP_STATUSES), { nil: null }),
  lastEndedAt: fc.oneof(anyMoment, pastOrNone),
});

describe("the same in SQL", () => {
  let runtime: TestRuntime;
  beforeAll(async () => {
    runtime = await createTestRuntime();
    await runtime.db.write(async (tx) => {
      await tx
        .insert(accounts)
        .values({ id: "acc_1", accountId: "123456789012", partition: "aws", createdAt: NOW });
      const base = {
        accountRef: "acc_1",
        kind: "access_key" as const,
        defaultRegion: "eu-west-1",
        createdAt: NOW,
        updatedAt: NOW,
      };
      await tx.insert(credentials).values([
        { ...base, id: "crd_good", name: "good" },
        { ...base, id: "crd_failing", name: "failing", validationError: "no" },
        { ...base, id: "crd_deleted", name: "deleted", deletedAt: NOW },
      ]);
    });
  });
  afterAll(() => runtime.close());

  it("agrees with the pure function on everything", async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(anyFacts, fc.boolean(), async (facts, deleted) => {
        number += 1;
        const id = `ins_${number}`;
        await runtime.db.write((tx) =>
          tx.insert(instances).values({
            id,
            accountRef: "acc_1",
            region: "eu-west-1",
            instanceId: `i-${number}`,
            tags: {},
            credentialId: credentialOf(facts, deleted),
            state: facts.state,
            paused: facts.paused,
            nextDueAt: facts.nextDueAt,
            overdueSinceAt: facts.overdueSinceAt,
            lastGoodAt: facts.lastGoodAt,
            lastEndedStatus: facts.lastEndedStatus,
            lastEndedAt: facts.lastEndedAt,
            createdAt: NOW,
            updatedAt: NOW,
          }),
        );
        const row = await findInstance(runtime.db.read, { id, accounts: "all", now: NOW });
        expect(row?.healthReason).toBe(findHealthReason(facts, NOW));
      }),
      { numRuns: 400 },
    );
  });
});

function credentialOf(facts: HealthFacts, deleted: boolean): string | null {
  if (!facts.hasCredential) return deleted ? "crd_deleted" : null;
  return facts.credentialFailing ? "crd_failing" : "crd_good";
}
