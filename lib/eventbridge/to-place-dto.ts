import { toIsoOrNull } from "../clock";
import type { EventbridgeObjectDto, InstanceFiringDto, PlaceDto, PlaceStatus } from "./dto";
import { KIND_ORDER } from "./kind-rules.pure";
import type { ObjectRow, StateCount } from "./objects.repo";
import type { PlaceRecord, PlaceRow } from "./places.repo";

export function toPlaceDto(
  { place, accountId, partition, accountName }: PlaceRecord,
  of: { counts: readonly StateCount[]; instanceCount: number; functionName: string },
): PlaceDto {
  const wanted = of.counts.filter((each) => each.wanted);
  const counts = {
    wantedCount: sum(wanted),
    readyCount: sum(wanted.filter(({ state }) => state === "ready")),
    leavingCount: sum(of.counts.filter((each) => !each.wanted)),
    changedCount: sum(of.counts.filter(isAsked)),
    leavingChangedCount: sum(of.counts.filter((each) => !each.wanted && isAsked(each))),
    failedCount: sum(of.counts.filter(({ state }) => state === "failed")),
  };
  return {
    ...toPlaceFacts(place),
    accountRef: place.accountRef,
    accountId,
    partition,
    accountName,
    region: place.region,
    status: statusOf({ ...counts, instanceCount: of.instanceCount }, place.errorMessage !== null),
    ...counts,
    instanceCount: of.instanceCount,
    functionName: of.functionName,
    lastReportType: place.lastReportType,
    invocations: place.invocations,
    invocationErrors: place.invocationErrors,
    lastInvokedAt: toIsoOrNull(place.lastInvokedAt),
    measuredAt: toIsoOrNull(place.measuredAt),
    measureError: place.measureError,
    comparedAt: toIsoOrNull(place.comparedAt),
    comparing: place.compareFromAt !== null,
  };
}

/** What also an instance's page shows of its place. */
export function toPlaceFacts(place: PlaceRow): NonNullable<InstanceFiringDto["place"]> {
  const { id, functionVersion, functionRuntime, errorCode, errorMessage, suggestion } = place;
  return {
    id,
    functionVersion,
    functionRuntime,
    lastReportAt: toIsoOrNull(place.lastReportAt),
    trouble: errorMessage === null ? null : { code: errorCode, message: errorMessage, suggestion },
  };
}

type Counts = Pick<
  PlaceDto,
  "wantedCount" | "readyCount" | "leavingCount" | "changedCount" | "failedCount" | "instanceCount"
>;

function statusOf(counts: Counts, isRefused: boolean): PlaceStatus {
  if (isRefused || counts.changedCount + counts.failedCount > 0) return "attention";
  // What nobody needs any more is still wanted until the place's job has looked.
  if (counts.wantedCount === 0 || counts.instanceCount === 0) return "removing";
  return counts.readyCount < counts.wantedCount || counts.leavingCount > 0 ? "setting_up" : "ready";
}

function isAsked({ state }: StateCount): boolean {
  return state === "changed" || state === "missing";
}

function sum(counts: readonly StateCount[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}

/** What needs somebody first, then in the order of making. */
export function byUrgency<Row extends Pick<ObjectRow, "state" | "kind">>(
  rows: readonly Row[],
): Row[] {
  return rows.toSorted(
    (a, b) => urgency(a) - urgency(b) || KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind),
  );
}

function urgency({ state }: Pick<ObjectRow, "state">): number {
  if (state === "changed" || state === "missing" || state === "failed") return 0;
  return state === "ready" ? 2 : 1;
}

export function toObjectDto(row: ObjectRow): EventbridgeObjectDto {
  const { id, kind, name, instanceRef, linkId, wanted, state } = row;
  const { message, errorCode, suggestion, spec } = row;
  return {
    id,
    kind,
    name,
    instanceRef,
    linkId,
    wanted,
    state,
    message,
    errorCode,
    suggestion,
    expression: textOf(spec["expression"]),
    timezone: textOf(spec["timezone"]),
    confirmedAt: toIsoOrNull(row.confirmedAt),
    seenAt: toIsoOrNull(row.seenAt),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
