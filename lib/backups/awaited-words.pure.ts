import { toIso } from "../clock";
import { NOT_STARTED_CODE } from "./aws-looks.pure";
import type { StatusReason } from "./change-status";
import type { SeenImage } from "./decide-look-up.pure";

interface Told {
  /** What the function reported last, as its event says it. */
  report: { message: string; at: number } | null;
  /** The function's log in CloudWatch. */
  logUrl: string | null;
}

/** Why a backup that AWS was to start has no image: so far, or for good. */
export function notStartedReason({ report, logUrl, isOver }: Told & { isOver: boolean }) {
  const what = isOver
    ? "AWS did not start it: no image of it appeared until its start window was over."
    : "AWS has not started it: no image of it has appeared.";
  const said =
    report === null
      ? "Nothing was reported from there."
      : `Last reported, at ${toIso(report.at)}: ${report.message}`;
  return {
    message: `${what} ${said}`,
    code: NOT_STARTED_CODE,
    suggestion: whatToDo(logUrl),
  } satisfies StatusReason;
}

export function foreignNameReason({ name, imageId }: SeenImage): StatusReason {
  return {
    message: `AWS could not start it: the name ${name} belongs to ${imageId}, which is not ours.`,
    code: "ForeignImage",
    suggestion: "Nothing was touched. See in AWS who made that image, and back up now.",
  };
}

/** What helps where AWS does not start backups. */
export function whatToDo(logUrl: string | null): string {
  const log = logUrl === null ? "" : ` The function's log is at ${logUrl} .`;
  return `Back up now. Schedules, In AWS, says how its rule and the function stand.${log}`;
}
