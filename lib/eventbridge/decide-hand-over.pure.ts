import type { EventbridgeKind, EventbridgeState, Scheduler } from "../db/schema/constants";
import { isEssential, isFiring, isOfInstance, KIND_ORDER, needs } from "./kind-rules.pure";

/** As much of an object as says whether AWS fires. */
export interface FiringRow {
  kind: EventbridgeKind;
  instanceRef: string | null;
  linkId: string | null;
  wanted: boolean;
  state: EventbridgeState;
  specHash: string;
  confirmedHash: string | null;
  /** Of the schedule that the object was derived from; null for those that follow none. */
  scheduleVersion: number | null;
}

export interface FiredLink {
  linkId: string;
  instanceRef: string;
  scheduler: Scheduler;
  awsVersion: number | null;
  scheduleVersion: number;
}

/** AWS takes a while to heed a new rule: until then the moments are ours. */
export const HEED_MS = 2 * 60_000;

export type HandOver = "to_aws" | "to_us" | "stay";

/**
 * Who fires a link's moments from now on. To AWS when everything of it stands there as wanted, by the
 * schedule as it is now; to us as soon as something of it is known to be gone or changed, or AWS refuses
 * to fire as is wanted now. In between, while AWS has what it had, it stays.
 */
export function decideHandOver(
  link: FiredLink,
  of: {
    /** Of the place, wanted or not. */
    place: readonly FiringRow[];
    /** Of the link and of its instance. */
    own: readonly FiringRow[];
  },
): HandOver {
  const needed = [...of.place, ...of.own].filter(({ kind, wanted }) => wanted && isEssential(kind));
  const firing = needed.filter(({ kind }) => isFiring(kind));
  const isAws = link.scheduler === "eventbridge";
  if (firing.length === 0) return isAws ? "to_us" : "stay";
  if (needed.some(isBroken) || lacksAny(needed)) return isAws ? "to_us" : "stay";
  const isReady = needed.every(
    ({ state, specHash, confirmedHash }) => state === "ready" && specHash === confirmedHash,
  );
  const isCurrent = firing.every(({ scheduleVersion }) => scheduleVersion === link.scheduleVersion);
  if (!isReady || !isCurrent) return "stay";
  return isAws && link.awsVersion === link.scheduleVersion ? "stay" : "to_aws";
}

/** Gone, another one, never there, or refused what it is to be: what AWS does is not what is wanted. */
function isBroken({ kind, state, specHash, confirmedHash }: FiringRow): boolean {
  if (state === "changed" || state === "missing" || confirmedHash === null) return true;
  return isFiring(kind) && state === "failed" && specHash !== confirmedHash;
}

/** Something that a firing kind leans on has no row: it cannot be known to stand. */
function lacksAny(needed: readonly FiringRow[]): boolean {
  const kinds = new Set(needed.map(({ kind }) => kind));
  return KIND_ORDER.some(
    (kind) => isEssential(kind) && !kinds.has(kind) && [...kinds].some((each) => needs(each, kind)),
  );
}

/** Of the place as a whole, not of one instance. */
export function isOfPlace({ kind }: Pick<FiringRow, "kind">): boolean {
  return !isOfInstance(kind);
}
