import { AwsCallError } from "#lib/aws/aws-call-error";
import { MISSING_PERMISSION_CODES } from "#lib/aws/aws-codes.pure";
import type { CheckedPermissions } from "#lib/db/schema/accounts";
import { inTime, TIMED_OUT } from "./in-time";
import { OUT_OF_TIME } from "./missing-of.pure";

export type Checked = CheckedPermissions["items"][number];

const NOTE_LENGTH_MAX = 500;

/** AWS was asked about something that it may do to nothing of this kind: it may be done. */
const REFUSED_BY_STATE = new Set(["InvalidSnapshot.InUse"]);

const TIMEOUT = "Timeout";
export const DRY_RUN_IGNORED = "DryRunIgnored";

export type Settled<Action extends string> = Checked & { action: Action; code: string | null };

/**
 * `question` answers what keeps it from being asked, or null where AWS has said yes. With `signal` it
 * is not waited for any longer.
 */
export async function settle<Action extends string>(
  action: Action,
  question: () => Promise<string | null>,
  signal: AbortSignal,
): Promise<Settled<Action>> {
  try {
    const note = await inTime(signal, question);
    if (note === TIMED_OUT) return outOfTime(action);
    return { action, state: note === null ? "allowed" : "unknown", note, code: null };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    const code = error.awsCode;
    if (code === TIMEOUT) return outOfTime(action);
    if (REFUSED_BY_STATE.has(code)) return { action, state: "allowed", note: null, code };
    // A role that could not be assumed says nothing about what it may do.
    if (!MISSING_PERMISSION_CODES.has(code) || error.action !== action) {
      const known = { action, state: "unknown", note: error.message, code } as const;
      return isUnanswered(error) ? { ...known, unanswered: true } : known;
    }
    return { action, state: "missing", note: saidBy(error), code };
  }
}

function outOfTime<Action extends string>(action: Action): Settled<Action> {
  return { action, state: "unknown", note: OUT_OF_TIME, code: TIMEOUT, unanswered: true };
}

/** Throttled, failed on the way, or never sent. What knows no dry runs will not answer another time either. */
function isUnanswered({ action, awsCode, outcome }: AwsCallError): boolean {
  return (outcome !== "refused" || action === "AssumeRole") && awsCode !== DRY_RUN_IGNORED;
}

/** AWS's own sentence says who denies it: a policy of the organisation is mended elsewhere. */
function saidBy({ awsMessage }: AwsCallError): string | null {
  const [sentence] = (awsMessage ?? "").split(" Encoded authorization failure message:");
  return sentence ? sentence.slice(0, NOTE_LENGTH_MAX) : null;
}
