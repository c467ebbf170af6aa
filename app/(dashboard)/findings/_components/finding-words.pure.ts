import type { FindingKind } from "#lib/db/schema/constants";
import type { RepairAction } from "#lib/reconcile/finding.pure";
import type { Tone } from "../../../_components/backup-status";

export const KIND_WORDS: Readonly<Record<FindingKind, { word: string; tone: Tone }>> = {
  unknown_instance: { word: "Instance unknown", tone: "warn" },
  orphan_image: { word: "Orphan image", tone: "warn" },
  orphan_snapshot: { word: "Orphan snapshot", tone: "warn" },
  drift: { word: "Changed in AWS", tone: "warn" },
  gone: { word: "Gone from AWS", tone: "bad" },
  second_image: { word: "Second image", tone: "warn" },
  foreign: { word: "Not ours", tone: "quiet" },
};

export interface ActionWords {
  button: string;
  /** For `count` findings. */
  title: (count: number) => string;
  text: string;
  confirm: string;
  done: (count: number) => string;
}

const things = (count: number) => (count === 1 ? "1 finding" : `${count} findings`);

export const ACTION_WORDS: Readonly<Record<RepairAction, ActionWords>> = {
  protect: {
    button: "Protect and adopt",
    title: (count) => `Protect the instances of ${things(count)}?`,
    text: "Each instance is protected by the default schedule, and its backups become records here. Retention of the account waits until you confirm it.",
    confirm: "Protect and adopt",
    done: (count) => `Adopted: ${count}.`,
  },
  adopt: {
    button: "Adopt only",
    title: (count) => `Adopt ${count === 1 ? "1 image" : `${count} images`}?`,
    text: "They become backups of an instance that nobody protects: no policy removes them. Retention of the account waits until you confirm it.",
    confirm: "Adopt",
    done: (count) => `Adopted: ${count}.`,
  },
  clean_up: {
    button: "Plan the clean-up",
    title: (count) => `Put ${things(count)} into a clean-up plan?`,
    text: "The plan looks for everything that speaks against it. Nothing is removed until a person has seen that and applies the plan.",
    confirm: "Make the plan",
    done: (count) => `In a plan: ${count}.`,
  },
  repair_tags: {
    button: "Write the tags again",
    title: (count) => `Write the tags of ${things(count)} again?`,
    text: "Images and snapshots get the tags in AWS that they were made with. Other tags stay.",
    confirm: "Write the tags",
    done: (count) => `Tags written: ${count}.`,
  },
  ignore: {
    button: "Ignore",
    title: (count) => `Ignore ${things(count)}?`,
    text: "They are counted no more and stay under “Ignored” until the difference is gone or changes.",
    confirm: "Ignore",
    done: (count) => `Ignored: ${count}.`,
  },
  unignore: {
    button: "Show again",
    title: (count) => `Show ${things(count)} again?`,
    text: "They are counted again.",
    confirm: "Show again",
    done: (count) => `Shown again: ${count}.`,
  },
};

/** What at least one of them allows, in the order of the words. */
export function sharedActions(chosen: ReadonlyArray<{ actions: RepairAction[] }>): RepairAction[] {
  const allowed = new Set(chosen.flatMap(({ actions }) => actions));
  return (Object.keys(ACTION_WORDS) as RepairAction[]).filter((action) => allowed.has(action));
}
