import { describe, expect, it } from "vitest";
import { decideLookUp, judgeImage, type LookUpFacts, type SeenImage } from "./decide-look-up.pure";
import type { AttemptFacts } from "./decide-next-step.pure";
import { decideNextAttempt } from "./decide-next-attempt.pure";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

const identity = { owner: "vault-1", backupKey: "key-1", attemptNumber: 2 };

function image(more: Partial<SeenImage> = {}): SeenImage {
  return {
    imageId: "ami-1",
    name: "name",
    state: "pending",
    owner: "vault-1",
    backupKey: "key-1",
    attempt: "2",
    ...more,
  };
}

const bare = { owner: null, backupKey: null, attempt: null };

function decide(
  images: SeenImage[],
  more: { attempt?: Partial<AttemptFacts>; backup?: Partial<LookUpFacts["backup"]> } = {},
) {
  const attempt: AttemptFacts = {
    status: "unconfirmed",
    sendCount: 1,
    lastSentAt: NOW - 20_000,
    lookedUpAt: null,
    lookupCount: 2,
    untaggedSinceAt: null,
    unconfirmedAt: NOW - 20_000,
    imageId: null,
    ...more.attempt,
  };
  const backup = { reboot: false, startWindowEndsAt: NOW + 60 * MINUTE, ...more.backup };
  return decideLookUp({ backup, attempt, identity, images, now: NOW });
}

describe("judgeImage", () => {
  it.each<[string, Partial<SeenImage>, string]>([
    ["all three tags", {}, "ours"],
    ["another owner", { owner: "vault-2" }, "foreign"],
    ["another owner alone", { ...bare, owner: "vault-2" }, "foreign"],
    ["another backup of ours", { backupKey: "key-2" }, "foreign"],
    ["no tag of ours", bare, "untagged"],
    ["only some tags yet", { backupKey: null, attempt: null }, "partly_tagged"],
    ["another attempt of this backup", { attempt: "1" }, "partly_tagged"],
  ])("%s", (_name, tags, verdict) => {
    expect(judgeImage(image(tags), identity)).toBe(verdict);
  });
});

describe("decideLookUp", () => {
  it("adopts what is ours and alive", () => {
    expect(decide([image()])).toMatchObject({ type: "adopt", secondImageId: null });
  });

  it("prefers the living to the dead, and names a second living one", () => {
    const images = [
      image({ imageId: "ami-3" }),
      image({ state: "failed" }),
      image({ imageId: "ami-2" }),
    ];
    expect(decide(images)).toMatchObject({
      type: "adopt",
      image: { imageId: "ami-2" },
      secondImageId: "ami-3",
    });
  });

  it.each(["failed", "invalid", "error"])("ends the attempt when ours is %s", (state) => {
    expect(decide([image({ state })])).toMatchObject({ type: "dead" });
  });

  it("does not see what was deregistered", () => {
    expect(decide([image({ state: "deregistered" })])).toMatchObject({ type: "nothing" });
  });

  it("gives another owner's image up at once", () => {
    expect(decide([image({ owner: "vault-2" })])).toMatchObject({ type: "foreign" });
  });

  it("waits ten minutes for tags before it calls an image foreign", () => {
    const attempt = { lastSentAt: NOW - 11 * MINUTE };
    expect(decide([image(bare)], { attempt })).toMatchObject({ type: "await_tags" });
    const almost = { ...attempt, untaggedSinceAt: NOW - 10 * MINUTE + 1 };
    expect(decide([image(bare)], { attempt: almost })).toMatchObject({ type: "await_tags" });
    const over = { ...attempt, untaggedSinceAt: NOW - 10 * MINUTE };
    expect(decide([image(bare)], { attempt: over })).toMatchObject({ type: "foreign" });
  });

  it("looks again with growing pauses, and exactly when a send becomes possible", () => {
    const pauses = [0, 1, 2, 3, 4, 5].map((lookupCount) => {
      const attempt = { lookupCount, lastSentAt: NOW - 1_000 };
      const outcome = decide([], { attempt, backup: { reboot: true } });
      return outcome.type === "nothing" ? outcome.nextLookAt - NOW : null;
    });
    expect(pauses).toEqual([2_000, 5_000, 10_000, 20_000, 30_000, 30_000]);
    const late = { lookupCount: 5, lastSentAt: NOW - 50_000 };
    expect(decide([], { attempt: late })).toEqual({ type: "nothing", nextLookAt: NOW + 10_000 });
  });

  it("lets the name be sent again after a quiet minute", () => {
    expect(decide([], { attempt: { lastSentAt: NOW - MINUTE } })).toEqual({ type: "resend" });
  });

  it.each([
    ["it reboots", { backup: { reboot: true } }],
    ["the window is over", { backup: { startWindowEndsAt: NOW } }],
    ["AWS named an image", { attempt: { imageId: "ami-9" } }],
    ["it was seen untagged", { attempt: { untaggedSinceAt: NOW - 1 } }],
  ])(
    "not when %s",
    (_name, { backup = {}, attempt = {} }: Parameters<typeof decide>[1] & object) => {
      const given = { attempt: { lastSentAt: NOW - 5 * MINUTE, ...attempt }, backup };
      expect(decide([], given)).toMatchObject({ type: "nothing" });
    },
  );

  it("gives up half an hour after the last send", () => {
    const attempt = { lastSentAt: NOW - 30 * MINUTE };
    expect(decide([], { attempt, backup: { reboot: true } })).toEqual({ type: "give_up" });
  });
});

describe("decideNextAttempt", () => {
  const ended = {
    reboot: false,
    startWindowEndsAt: NOW + 60 * MINUTE,
    attemptNumber: 1,
    lastSentAt: NOW - MINUTE,
    unconfirmedAt: null,
    now: NOW,
  };

  it("follows soon where every request was answered", () => {
    expect(decideNextAttempt(ended)).toEqual({ notBeforeAt: NOW + 10_000 });
  });

  it("follows only when no lost request can still act", () => {
    expect(decideNextAttempt({ ...ended, unconfirmedAt: NOW - MINUTE })).toEqual({
      notBeforeAt: NOW + 4 * MINUTE,
    });
  });

  it.each([
    ["three attempts", { attemptNumber: 3 }],
    ["a reboot", { reboot: true }],
    ["the end of the start window", { startWindowEndsAt: NOW + 10_000 }],
  ])("never after %s", (_name, more) => {
    expect(decideNextAttempt({ ...ended, ...more })).toBeNull();
  });
});
