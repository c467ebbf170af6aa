import { describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { decideAwaited, type AwaitedFacts } from "./decide-awaited.pure";
import type { SeenImage } from "./decide-look-up.pure";

const DUE = Date.UTC(2026, 1, 1, 12);
const identity = { owner: "inst-1", backupKey: "key-1", attemptNumber: 1 };

function image(more: Partial<SeenImage> = {}): SeenImage {
  const tags = { owner: "inst-1", backupKey: "key-1", attempt: "1" };
  return { imageId: "ami-1", name: "name", state: "pending", ...tags, ...more };
}

function decide(minutes: number, more: Partial<AwaitedFacts> = {}) {
  return decideAwaited({
    backup: {
      status: "expected",
      scheduler: "eventbridge",
      dueAt: DUE,
      startWindowEndsAt: DUE + 4 * HOUR,
      reboot: false,
    },
    identity,
    images: [],
    untaggedSinceAt: null,
    asked: { isActive: true, isAws: true, spreadMs: 0 },
    report: null,
    now: DUE + minutes * MINUTE,
    ...more,
  });
}

const missed = {
  status: "missed",
  scheduler: "eventbridge",
  dueAt: DUE,
  startWindowEndsAt: DUE + 4 * HOUR,
  reboot: false,
} as const;

const heard = { isFailure: false, isDefinite: false };
const failed = { isFailure: true, isDefinite: true };
const unclear = { isFailure: true, isDefinite: false };

describe("an image by its name", () => {
  test("of ours is adopted, the living one before a failed one", () => {
    expect(decide(2, { images: [image()] })).toMatchObject({ type: "adopt" });
    const dead = image({ imageId: "ami-0", state: "failed" });
    expect(decide(2, { images: [dead, image()] })).toEqual({
      type: "adopt",
      image: image(),
      secondImageId: null,
    });
    expect(decide(2, { images: [dead] })).toMatchObject({ type: "adopt", image: dead });
  });

  test("that was deregistered counts for nothing", () => {
    const gone = image({ state: "deregistered" });
    expect(decide(2, { images: [gone] })).toMatchObject({ type: "nothing" });
  });

  test("of another owner, backup or attempt is not ours", () => {
    expect(decide(2, { images: [image({ owner: "inst-2" })] })).toMatchObject({ type: "foreign" });
    expect(decide(2, { images: [image({ backupKey: "key-2" })] })).toMatchObject({
      type: "foreign",
    });
    expect(decide(2, { images: [image({ attempt: "2" })] })).toMatchObject({ type: "await_tags" });
  });

  test("without tags is waited for during ten minutes", () => {
    const bare = image({ owner: null, backupKey: null, attempt: null });
    expect(decide(2, { images: [bare] })).toMatchObject({
      type: "await_tags",
      nextLookAt: DUE + 3 * MINUTE,
    });
    const since = { images: [bare], untaggedSinceAt: DUE + 2 * MINUTE };
    expect(decide(11, since)).toMatchObject({ type: "await_tags" });
    expect(decide(12, since)).toMatchObject({ type: "foreign" });
  });

  test("with some of our tags is waited for during half an hour, and not for ever", () => {
    const since = { images: [image({ attempt: null })], untaggedSinceAt: DUE + 2 * MINUTE };
    expect(decide(31, since)).toMatchObject({ type: "await_tags" });
    expect(decide(32, since)).toMatchObject({ type: "foreign" });
  });
});

describe("no image", () => {
  test("is silence after half an hour, or as soon as the function says that it failed", () => {
    expect(decide(15)).toMatchObject({ type: "nothing", isSilent: false });
    expect(decide(30)).toMatchObject({ type: "nothing", isSilent: true });
    const report = { at: DUE + MINUTE, ...failed };
    expect(decide(2, { report })).toMatchObject({ type: "nothing", isSilent: true });
    expect(decide(2, { report: { ...report, ...heard } })).toMatchObject({
      isSilent: false,
    });
  });

  test("counts from the end of the spread", () => {
    const asked = { isActive: true, isAws: true, spreadMs: HOUR };
    expect(decide(89, { asked })).toMatchObject({ isSilent: false });
    expect(decide(90, { asked })).toMatchObject({ isSilent: true });
  });

  test("after the last look is missed, or skipped where nobody asks any more", () => {
    expect(decide(241)).toMatchObject({ type: "nothing" });
    expect(decide(242)).toEqual({ type: "miss" });
    const asked = { isActive: false, isAws: false, spreadMs: 0 };
    expect(decide(241, { asked })).toMatchObject({ type: "nothing", isSilent: false });
    expect(decide(242, { asked })).toEqual({ type: "skip" });
  });

  test("is waited for a little longer when an image was just reported", () => {
    const report = { at: DUE + 241 * MINUTE, ...heard };
    expect(decide(242, { report })).toMatchObject({ type: "nothing" });
    expect(decide(256, { report })).toEqual({ type: "miss" });
  });

  test("is made good from here where AWS fires it no more, while it may start", () => {
    const asked = { isActive: true, isAws: false, spreadMs: 0 };
    expect(decide(14, { asked })).toMatchObject({ type: "nothing", isSilent: false });
    expect(decide(15, { asked })).toEqual({ type: "take_back", isSilent: false });
    expect(decide(240, { asked })).toMatchObject({ type: "nothing" });
    expect(decide(242, { asked })).toEqual({ type: "miss" });
  });

  test("is made good from here when AWS is done with it", () => {
    expect(decide(64)).toMatchObject({ type: "nothing", startsAt: DUE + 65 * MINUTE });
    expect(decide(65)).toEqual({ type: "take_back", isSilent: true });
    const report = { at: DUE + 3 * MINUTE, ...failed };
    expect(decide(12, { report })).toMatchObject({
      type: "nothing",
      isSilent: true,
      nextLookAt: DUE + 13 * MINUTE,
      startsAt: DUE + 13 * MINUTE,
    });
    expect(decide(13, { report })).toEqual({ type: "take_back", isSilent: true });
    expect(decide(64, { report: { ...report, ...heard } })).toMatchObject({ type: "nothing" });
    const short = { ...missed, status: "expected", startWindowEndsAt: DUE + HOUR } as const;
    expect(decide(59, { backup: short })).toMatchObject({ type: "nothing", startsAt: null });
  });

  test("of a reboot that may be under way is not: a second one is nobody's wish", () => {
    const backup = { ...missed, status: "expected", reboot: true } as const;
    const reported = { at: DUE + 3 * MINUTE };
    expect(decide(65, { backup })).toMatchObject({ type: "take_back" });
    expect(decide(13, { backup, report: { ...reported, ...failed } })).toMatchObject({
      type: "take_back",
    });
    for (const what of [unclear, heard]) {
      const report = { ...reported, ...what };
      expect(decide(65, { backup, report })).toMatchObject({ type: "nothing", startsAt: null });
      const asked = { isActive: true, isAws: false, spreadMs: 0 };
      expect(decide(65, { backup, report, asked })).toMatchObject({ type: "nothing" });
    }
  });

  test("of what was missed is looked for again only after a report", () => {
    expect(decide(300, { backup: missed })).toEqual({
      type: "nothing",
      nextLookAt: null,
      isSilent: false,
      startsAt: null,
    });
    const report = { at: DUE + 300 * MINUTE, ...heard };
    expect(decide(300, { backup: missed, report })).toMatchObject({
      nextLookAt: DUE + 302 * MINUTE,
    });
  });

  test("of a moment to come, or that the tick has not come to, says nothing", () => {
    expect(decide(-1)).toMatchObject({ type: "nothing", nextLookAt: DUE + 2 * MINUTE });
    const backup = { ...missed, status: "expected", scheduler: "local" } as const;
    expect(decide(1, { backup })).toMatchObject({ type: "nothing", nextLookAt: null });
  });
});
