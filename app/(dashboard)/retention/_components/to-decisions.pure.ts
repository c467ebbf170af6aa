import type { InstanceRetentionDto } from "#lib/retention/dto";
import type { Decision } from "./decision-list";

/** Nothing goes where retention rests: what the rules release stays meanwhile. */
export function toDecisions({ state, forecast }: InstanceRetentionDto): Decision[] {
  const goes = state === "active";
  const rows = [
    ...forecast.keep.map((entry) => ({ ...entry, stays: true })),
    ...forecast.remove.map((entry) => ({ ...entry, stays: false, goesAt: null })),
  ];
  return rows
    .map(({ backupId, createdAt, stays, words, goesAt }) => ({
      id: backupId,
      createdAt: createdAt === null ? null : Date.parse(createdAt),
      stays: stays || !goes,
      words,
      goesAt: goes || state === "frozen" ? goesAt : null,
    }))
    .toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
}
