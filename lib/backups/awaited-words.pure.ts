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

/**
 * `over`: nobody starts it any more. `started`: it is started from here, now. Otherwise it is at an
 * instant, without an image until then; null where that is too late, or not to be.
 */
type FromHere = "over" | "started" | number | null;

/** Why a backup that AWS was to start has no image: so far, or for good. */
export function notStartedReason({ report, logUrl, fromHere }: Told & { fromHere: FromHere }) {
  const what =
    fromHere === "over"
      ? "AWS did not start it: no image of it appeared until its start window was over."
      : "AWS has not started it: no image of it has appeared.";
  const said =
    report === null
      ? "Nothing was reported from there."
      : `Last reported, at ${toIso(report.at)}: ${report.message}`;
  return {
    message: [what, startWords(fromHere), said].filter(Boolean).join(" "),
    code: NOT_STARTED_CODE,
    suggestion: whatToDo({ logUrl, mayHelp: fromHere === "over" || fromHere === null }),
  } satisfies StatusReason;
}

function startWords(fromHere: FromHere): string {
  if (fromHere === "started") return "AMIVault starts it itself.";
  if (typeof fromHere !== "number") return "";
  return `AMIVault starts it itself at ${toIso(fromHere)} if none has appeared by then.`;
}

export function foreignNameReason({ name, imageId }: SeenImage): StatusReason {
  return {
    message: `AWS could not start it: the name ${name} belongs to ${imageId}, which is not ours.`,
    code: "ForeignImage",
    suggestion: "Nothing was touched. See in AWS who made that image, and back up now.",
  };
}

/** What helps where AWS does not start backups. */
function whatToDo({ logUrl, mayHelp }: { logUrl: string | null; mayHelp: boolean }): string {
  const now = mayHelp ? "Back up now. " : "";
  const log = logUrl === null ? "" : ` The function's log is at ${logUrl} .`;
  return `${now}Schedules, In AWS, says how its rule and the function stand.${log}`;
}
