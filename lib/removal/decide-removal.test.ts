import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../clock";
import {
  decideRemoval,
  type ProvenImage,
  type RemovalProof,
  type Survivor,
  type Victim,
} from "./decide-removal.pure";

const NOW = Date.UTC(2026, 4, 1);

const victim: Victim = {
  imageId: "ami-victim",
  owner: "ours",
  backupKey: "key",
  attempt: "1",
  wasDead: false,
  held: false,
  knowsHoldTag: false,
  cancelled: false,
  lookedAt: NOW,
  sentAt: null,
  effectUntil: null,
  keptBy: null,
};
const image: ProvenImage = {
  imageId: "ami-victim",
  state: "available",
  owner: "ours",
  backupKey: "key",
  attempt: "1",
  isKept: false,
  isHeld: false,
  isProtected: false,
};
const survivors: Survivor[] = [
  { backupId: "bak_1", imageId: "ami-1", isAvailable: true },
  { backupId: "bak_2", imageId: "ami-2", isAvailable: true },
];

interface World {
  victim?: Partial<Victim>;
  image?: Partial<ProvenImage> | null;
  first?: Partial<ProvenImage> | null;
  firstRecord?: Partial<Survivor>;
  answeredAt?: number | null;
}

function decide(world: World = {}) {
  const images = new Map<string, ProvenImage>();
  if (world.image !== null) images.set("ami-victim", { ...image, ...world.image });
  if (world.first !== null) images.set("ami-1", { ...image, imageId: "ami-1", ...world.first });
  images.set("ami-2", { ...image, imageId: "ami-2" });
  const proof: RemovalProof = {
    images,
    answeredAt: world.answeredAt === undefined ? NOW : world.answeredAt,
    receivedAt: NOW,
  };
  const [first, ...others] = survivors;
  return decideRemoval({
    victim: { ...victim, ...world.victim },
    survivors: first ? [{ ...first, ...world.firstRecord }, ...others] : [],
    proof,
  });
}

it("sends when victim and survivors are available by AWS's word", () => {
  expect(decide()).toEqual({ type: "send" });
});

describe("never sends", () => {
  it.each<[string, World, string]>([
    ["what is tagged to be kept", { image: { isKept: true } }, "Kept"],
    ["what AWS no longer shows", { image: null }, "ImageGone"],
    [
      "what shows for a moment after somebody removed it",
      { image: { state: "deregistered" } },
      "ImageGone",
    ],
    ["what is held", { victim: { held: true } }, "Held"],
    ["what AWS calls held, and no record", { image: { isHeld: true } }, "Held"],
    ["what a cancelled plan removed", { victim: { cancelled: true } }, "PlanCancelled"],
    ["what has no owner tag", { image: { owner: null } }, "NotOurs"],
    ["what another installation owns", { image: { owner: "theirs" } }, "NotOurs"],
    ["what is another backup's", { image: { backupKey: "other" } }, "OtherBackup"],
    ["what is another attempt's", { image: { attempt: "2" } }, "OtherBackup"],
    ["what is disabled", { image: { state: "disabled" } }, "OtherState"],
    ["what is pending", { image: { state: "pending" } }, "OtherState"],
    ["what failed, though it was good", { image: { state: "failed" } }, "OtherState"],
    ["what was failed and is good", { victim: { wasDead: true } }, "OtherState"],
    ["without its survivor in AWS", { first: null }, "SurvivorLost"],
    ["while its survivor failed", { first: { state: "failed" } }, "SurvivorLost"],
    ["while its survivor is disabled", { first: { state: "disabled" } }, "SurvivorLost"],
    [
      "while the records have lost its survivor",
      { firstRecord: { isAvailable: false } },
      "SurvivorLost",
    ],
    ["for a survivor without an image", { firstRecord: { imageId: null } }, "SurvivorLost"],
    [
      "what its rule keeps by AWS's time",
      { victim: { keptBy: "Younger than 14 days." } },
      "NotReleased",
    ],
    ["what is protected", { image: { isProtected: true } }, "DeregistrationProtected"],
    [
      "what was looked at too long ago",
      { victim: { lookedAt: NOW - 15 * MINUTE - 1 } },
      "EvidenceOld",
    ],
    ["what nobody looked at", { victim: { lookedAt: null } }, "EvidenceOld"],
    [
      "what was looked at under a clock that was ahead",
      { victim: { lookedAt: NOW + 5 * MINUTE + 1 } },
      "EvidenceOld",
    ],
  ])("%s", (_name, world, code) => {
    expect(decide(world)).toMatchObject({ type: "stop", code });
  });

  it("without a date in the answer", () => {
    expect(decide({ answeredAt: null })).toMatchObject({ type: "wait", code: "NoDate" });
  });

  it.each([5 * MINUTE + 1, -5 * MINUTE - 1])("while AWS's clock differs by %d ms", (offsetMs) => {
    expect(decide({ answeredAt: NOW + offsetMs })).toMatchObject({ type: "clock", offsetMs });
  });
});

it("sends what is released, whose tag is still to be taken off", () => {
  expect(decide({ image: { isHeld: true }, victim: { knowsHoldTag: true } })).toEqual({
    type: "send",
  });
});

it.each([5 * MINUTE, -5 * MINUTE])("lives with clocks that differ by %d ms", (offsetMs) => {
  expect(decide({ answeredAt: NOW + offsetMs })).toEqual({ type: "send" });
});

describe("a failed image", () => {
  it.each(["failed", "invalid", "error"])("goes when AWS itself says %s", (state) => {
    expect(decide({ victim: { wasDead: true }, image: { state } })).toEqual({ type: "send" });
  });

  it("that has become good after all is available again", () => {
    expect(decide({ victim: { wasDead: true } })).toMatchObject({ type: "stop", to: "available" });
  });

  it("that may not go stays failed", () => {
    const world = { victim: { wasDead: true }, image: { state: "failed", owner: null } };
    expect(decide(world)).toMatchObject({ type: "stop", to: "failed" });
  });
});

describe("after a send whose answer never came", () => {
  const sent = { sentAt: NOW - MINUTE, effectUntil: NOW + MINUTE };

  it("an image that is gone was removed", () => {
    expect(decide({ victim: sent, image: null })).toEqual({ type: "removed" });
    const world = { victim: sent, image: { state: "deregistered" } };
    expect(decide(world)).toEqual({ type: "removed" });
  });

  it("an image that is still there is asked for again, by the new proof", () => {
    expect(decide({ victim: sent })).toEqual({ type: "send" });
  });

  it("an image that was looked at too long ago is not asked for again", () => {
    const lookedAt = NOW - 15 * MINUTE - 1;
    const late = { sentAt: NOW - 10 * MINUTE, effectUntil: NOW - SECOND, lookedAt };
    expect(decide({ victim: late })).toMatchObject({ type: "stop", code: "EvidenceOld" });
    expect(decide({ victim: { ...sent, lookedAt } })).toMatchObject({
      type: "wait",
      untilAt: NOW + MINUTE,
    });
    expect(decide({ victim: { ...late }, image: null })).toEqual({ type: "removed" });
  });

  it("what stays is not called available while that request may still take effect", () => {
    expect(decide({ victim: sent, first: null })).toMatchObject({
      type: "wait",
      untilAt: NOW + MINUTE,
      code: "SurvivorLost",
    });
  });

  it("what stays is available again once no request can take effect any more", () => {
    const late = { sentAt: NOW - 10 * MINUTE, effectUntil: NOW - SECOND };
    expect(decide({ victim: late, first: null })).toMatchObject({ type: "stop", to: "available" });
  });
});
