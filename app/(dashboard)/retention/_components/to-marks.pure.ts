import type { InstanceRetentionDto, RetainedDto } from "#lib/retention/dto";
import type { TimelineMark } from "../../../_components/retention-timeline/timeline-marks.pure";

const RESTS = "stays meanwhile: nothing goes by itself now";

/** An instance's images on the time line; where retention rests nothing has a date. */
export function toMarks({ state, forecast }: InstanceRetentionDto): TimelineMark[] {
  const goes = state === "active";
  const dated = goes || state === "frozen";
  const marks = [
    ...forecast.keep.map((entry) => toMark(entry, { stays: true, dated })),
    ...forecast.remove.map((entry) => ({
      ...toMark(entry, { stays: false, dated }),
      fate: goes ? undefined : RESTS,
    })),
  ];
  return marks.filter(({ at }) => Number.isFinite(at)).toSorted((a, b) => b.at - a.at);
}

function toMark(entry: RetainedDto, of: { stays: boolean; dated: boolean }): TimelineMark {
  const { backupId, createdAt, goesAt, rules, words } = entry;
  return {
    id: backupId,
    at: createdAt === null ? Number.NaN : Date.parse(createdAt),
    goesAt: of.stays && of.dated && goesAt !== null ? Date.parse(goesAt) : null,
    stays: of.stays,
    rules,
    words,
    href: `/backups/${backupId}`,
  };
}
