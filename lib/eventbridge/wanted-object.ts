import { createHash } from "node:crypto";
import type { EventbridgeKind } from "../db/schema/constants";
import { canonical } from "./compare-specs.pure";
import { functionName, roleName } from "./names.pure";
import type { AnySpec } from "./specs";

/** The account and region, and what holds for everything in it. */
export interface PlaceFacts {
  placeId: string;
  installationId: string;
  /** `installationHash` of it. */
  hash: string;
  partition: string;
  /** 12 digits. */
  accountId: string;
  region: string;
  package: { sha256Base64: string; version: string };
  runtime: string;
  /** Hash of the reports' key, never the key. */
  keyHash: string;
  callbackUrl: string | null;
  /** EventBridge has room for so many rules of links. */
  rulesMax: number;
  now: number;
}

/** A live link of an instance that is to be on EventBridge, none of which rests. */
export interface WantedLink {
  linkId: string;
  instanceRef: string;
  instanceId: string;
  instanceName: string;
  rebootOnBackup: boolean;
  cron: string;
  zone: string;
  spreadMs: number;
  startWindowMs: number;
  scheduleId: string;
  scheduleVersion: number;
  /** Rules of its that AWS took: one that has all it needs keeps them. */
  rulesStanding: number;
}

export interface WantedObject {
  kind: EventbridgeKind;
  name: string;
  instanceRef: string | null;
  linkId: string | null;
  scheduleVersion: number | null;
  spec: AnySpec;
  specHash: string;
  /** Its moment has come: kept where it stands, made no more. */
  isPast: boolean;
}

export interface PlaceArns {
  function: string;
  functionRole: string;
  schedulerRole: string;
}

export function arnsOf(
  place: Pick<PlaceFacts, "hash" | "region" | "accountId" | "partition">,
): PlaceArns {
  const { hash, region, accountId, partition } = place;
  const role = (of: "function" | "scheduler") =>
    `arn:${partition}:iam::${accountId}:role/${roleName(hash, region, of)}`;
  return {
    function: `arn:${partition}:lambda:${region}:${accountId}:function:${functionName(hash)}`,
    functionRole: role("function"),
    schedulerRole: role("scheduler"),
  };
}

export function wanted(
  kind: EventbridgeKind,
  of: {
    name: string;
    instanceRef?: string | null;
    linkId?: string;
    scheduleVersion?: number;
    isPast?: boolean;
  },
  spec: AnySpec,
): WantedObject {
  const { name, instanceRef = null, linkId = null, scheduleVersion = null, isPast = false } = of;
  const hash = specHash(spec);
  return { kind, name, instanceRef, linkId, scheduleVersion, spec, specHash: hash, isPast };
}

export function specHash(spec: AnySpec): string {
  return createHash("sha256").update(canonical(spec)).digest("hex").slice(0, 32);
}
