import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decideNextStep,
  type AttemptFacts,
  type BackupFacts,
  type RunFacts,
} from "./decide-next-step.pure";
import { REQUEST_TIMEOUT_MS as WIRE_TIMEOUT_MS } from "../aws/transport";
import { ATTEMPT_STATUSES, BACKUP_STATUSES } from "../db/schema/constants";
import { LEASE_MARGIN_MS, LEASE_MS, REQUEST_TIMEOUT_MS } from "./protocol-timing.pure";

const NOW = 1_800_000_000_000;
const SECOND = 1_000;

function facts(more: {
  backup?: Partial<BackupFacts>;
  attempt?: Partial<AttemptFacts> | null;
  previous?: RunFacts["previous"];
}): RunFacts {
  const backup: BackupFacts = {
    status: "queued",
    reboot: false,
    startWindowEndsAt: NOW + 3_600 * SECOND,
    notBeforeAt: NOW,
    leaseToken: null,
    leaseExpiresAt: null,
    attemptNumber: 1,
    ...more.backup,
  };
  const attempt: AttemptFacts | null =
    more.attempt === null || more.attempt === undefined
      ? null
      : {
          status: "unconfirmed",
          sendCount: 1,
          lastSentAt: NOW - 70 * SECOND,
          lookedUpAt: null,
          lookupCount: 0,
          untaggedSinceAt: null,
          unconfirmedAt: NOW - 70 * SECOND,
          imageId: null,
          ...more.attempt,
        };
  return { backup, attempt, previous: more.previous ?? null, now: NOW };
}

const creating = { status: "creating" as const };
const quietLook = { lookedUpAt: NOW - SECOND, lastSentAt: NOW - 70 * SECOND };

describe("decideNextStep", () => {
  it.each<[string, RunFacts, object]>([
    ["sends what is queued", facts({}), { type: "send", again: false }],
    [
      "waits as long as AWS asked",
      facts({ backup: { notBeforeAt: NOW + 5 } }),
      { type: "wait", untilAt: NOW + 5 },
    ],
    [
      "sends nothing after the start window",
      facts({ backup: { startWindowEndsAt: NOW } }),
      { type: "miss" },
    ],
    [
      "looks the backup's tag up before another attempt",
      facts({ backup: { attemptNumber: 2 }, attempt: { status: "prepared" } }),
      { type: "look_up_key" },
    ],
    [
      "sends another attempt right after that look",
      facts({
        backup: { attemptNumber: 2 },
        attempt: { status: "prepared", lookedUpAt: NOW - SECOND },
      }),
      { type: "send", again: false },
    ],
    [
      "never right after a look of a clock that was ahead",
      facts({
        backup: { attemptNumber: 2 },
        attempt: { status: "prepared", lookedUpAt: NOW + 600 * SECOND },
      }),
      { type: "look_up_key" },
    ],
    [
      "waits until the last signature of a lost attempt is 5 minutes old",
      facts({
        backup: { attemptNumber: 2 },
        attempt: { status: "prepared", lookedUpAt: NOW },
        previous: { lastSentAt: NOW - 200 * SECOND, unconfirmedAt: NOW - 190 * SECOND },
      }),
      { type: "wait", untilAt: NOW + 100 * SECOND },
    ],
    [
      "leaves alone what another worker holds",
      facts({
        backup: { ...creating, leaseToken: "a", leaseExpiresAt: NOW + 1 },
        attempt: { status: "sending" },
      }),
      { type: "wait", untilAt: NOW + 1 },
    ],
    [
      "takes over from a worker whose lease ran out",
      facts({
        backup: { ...creating, leaseToken: "a", leaseExpiresAt: NOW },
        attempt: { status: "sending" },
      }),
      { type: "take_over" },
    ],
    [
      "looks for an unconfirmed image",
      facts({ backup: creating, attempt: {} }),
      { type: "look_up_name" },
    ],
    [
      "sends the same name again after a quiet minute",
      facts({ backup: creating, attempt: quietLook }),
      { type: "send", again: true },
    ],
    [
      "never for a backup that reboots",
      facts({ backup: { ...creating, reboot: true }, attempt: quietLook }),
      { type: "look_up_name" },
    ],
    [
      "never after the start window",
      facts({ backup: { ...creating, startWindowEndsAt: NOW }, attempt: quietLook }),
      { type: "look_up_name" },
    ],
    [
      "never when the look came before the minute was over",
      facts({ backup: creating, attempt: { ...quietLook, lastSentAt: NOW - 60 * SECOND } }),
      { type: "look_up_name" },
    ],
    [
      "never on an old look",
      facts({
        backup: creating,
        attempt: { lookedUpAt: NOW - 41 * SECOND, lastSentAt: NOW - 199 * SECOND },
      }),
      { type: "look_up_name" },
    ],
    [
      "never on a look of a clock that was ahead",
      facts({ backup: creating, attempt: { ...quietLook, lookedUpAt: NOW + 600 * SECOND } }),
      { type: "look_up_name" },
    ],
    [
      "never when an image of the name was seen",
      facts({ backup: creating, attempt: { ...quietLook, untaggedSinceAt: NOW - 5 } }),
      { type: "look_up_name" },
    ],
    [
      "never when AWS has named an image",
      facts({ backup: creating, attempt: { ...quietLook, imageId: "ami-1" } }),
      { type: "look_up_name" },
    ],
    [
      "waits longer after every send",
      facts({ backup: creating, attempt: { ...quietLook, sendCount: 2 } }),
      { type: "look_up_name" },
    ],
  ])("%s", (_name, given, step) => {
    expect(decideNextStep(given)).toEqual(step);
  });

  it.each(BACKUP_STATUSES.filter((status) => status !== "queued" && status !== "creating"))(
    "has nothing to do for %s",
    (status) => {
      expect(decideNextStep(facts({ backup: { status } }))).toEqual({ type: "done" });
    },
  );
});

it("a lease outlasts the wire's own time-out by its margin, with time to send", () => {
  expect(REQUEST_TIMEOUT_MS).toBe(WIRE_TIMEOUT_MS);
  expect(LEASE_MS).toBeGreaterThan(REQUEST_TIMEOUT_MS + LEASE_MARGIN_MS);
});

const instant = fc.integer({ min: NOW - 4_000_000, max: NOW + 4_000_000 });
const maybe = fc.option(instant, { nil: null });
const anyFacts = fc.record({
  backup: fc.record({
    status: fc.constantFrom(...BACKUP_STATUSES),
    reboot: fc.boolean(),
    startWindowEndsAt: instant,
    notBeforeAt: maybe,
    leaseToken: fc.option(fc.constant("token"), { nil: null }),
    leaseExpiresAt: maybe,
    attemptNumber: fc.integer({ min: 1, max: 3 }),
  }),
  attempt: fc.option(
    fc.record({
      status: fc.constantFrom(...ATTEMPT_STATUSES),
      sendCount: fc.integer({ min: 0, max: 6 }),
      lastSentAt: maybe,
      lookedUpAt: maybe,
      lookupCount: fc.integer({ min: 0, max: 20 }),
      untaggedSinceAt: maybe,
      unconfirmedAt: maybe,
      imageId: fc.option(fc.constant("ami-1"), { nil: null }),
    }),
    { nil: null },
  ),
  previous: fc.option(fc.record({ lastSentAt: maybe, unconfirmedAt: maybe }), { nil: null }),
  now: fc.constant(NOW),
});

/** Prints the seed that repeats a failure. */
function holds(check: (given: RunFacts) => boolean): () => void {
  return () => fc.assert(fc.property(anyFacts, check), { numRuns: 5_000 });
}

describe("whatever the database says", () => {
  it("nothing is sent under a lease or after the start window", () => {
    const check = holds((given) => {
      const { backup } = given;
      if (decideNextStep(given).type !== "send") return true;
      if (NOW >= backup.startWindowEndsAt) return false;
      return backup.status === "queued" || backup.leaseToken === null;
    });
    expect(check).not.toThrow();
  });

  it("a name is sent again only unseen, after a quiet minute, and never with a reboot", () => {
    const check = holds((given) => {
      const step = decideNextStep(given);
      const { backup, attempt } = given;
      if (step.type !== "send") return true;
      if (!step.again) return backup.status === "queued";
      const quietMs = (attempt?.lookedUpAt ?? 0) - (attempt?.lastSentAt ?? 0);
      const seen = attempt?.imageId !== null || attempt.untaggedSinceAt !== null;
      return !backup.reboot && !seen && quietMs >= 60_000 && attempt.status === "unconfirmed";
    });
    expect(check).not.toThrow();
  });

  it("a wait ends in the future, and only what is due is done", () => {
    const check = holds((given) => {
      const step = decideNextStep(given);
      const { backup } = given;
      if (step.type === "wait") return step.untilAt > NOW;
      if (step.type === "miss") return backup.startWindowEndsAt <= NOW;
      return step.type !== "take_over" || backup.leaseToken !== null;
    });
    expect(check).not.toThrow();
  });
});
