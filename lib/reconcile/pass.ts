import type { Ec2 } from "../aws/ec2/ec2";
import type { Context } from "../context";
import type { NewFinding } from "./finding.pure";
import type { OpenFinding } from "./findings.repo";
import type { Place } from "./records.repo";

/** A snapshot that a good backup's image needs. */
export interface NeededSnapshot {
  imageId: string;
  backupId: string;
  instanceId: string;
}

/** What one look over a place knows so far. It lives in memory alone: a pass may begin anew. */
export interface Pass {
  ctx: Context;
  place: Place;
  runId: string;
  startedAt: number;
  /** The installation's id. */
  owner: string;
  /** EC2's id of each instance that has a record, to ours. */
  instances: Map<string, string>;
  /** By findingKey: what was open, and what this pass has opened. */
  open: Map<string, OpenFinding>;
  /** Keys of what is still the case. */
  touched: Set<string>;
  seenImageIds: Set<string>;
  /** Snapshots that a living image uses. */
  inUse: Set<string>;
  needed: Map<string, NeededSnapshot>;
  /** By image; written once its snapshots have been looked at too. */
  drifts: Map<string, NewFinding>;
  /** Snapshots of what was adopted, whose sizes AWS tells only with the snapshots. */
  adopted: Map<string, string>;
  counts: Record<string, number>;
  imageCount: number;
  snapshotCount: number;
  callCount: number;
}

/** Asks AWS, waiting for a token where it must. */
export type Ask = <T>(call: (ec2: Ec2) => Promise<T>) => Promise<T>;

export function count(pass: Pass, what: string, by = 1): void {
  if (by > 0) pass.counts[what] = (pass.counts[what] ?? 0) + by;
}

export function emptyPass(ctx: Context, of: { place: Place; runId: string }): Pass {
  return {
    ctx,
    ...of,
    startedAt: ctx.runtime.clock.now(),
    owner: ctx.runtime.config.installationId,
    instances: new Map(),
    open: new Map(),
    touched: new Set(),
    seenImageIds: new Set(),
    inUse: new Set(),
    needed: new Map(),
    drifts: new Map(),
    adopted: new Map(),
    counts: {},
    imageCount: 0,
    snapshotCount: 0,
    callCount: 0,
  };
}
