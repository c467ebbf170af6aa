import { AwsCallError } from "#lib/aws/aws-call-error";
import { MISSING_PERMISSION_CODES } from "#lib/aws/aws-codes.pure";
import type { CheckedPermissions } from "#lib/db/schema/accounts";

export type Checked = CheckedPermissions["items"][number];

const NOTE_LENGTH_MAX = 500;

/** AWS was asked about something that it may do to nothing of this kind: it may be done. */
const REFUSED_BY_STATE = new Set(["InvalidSnapshot.InUse"]);

/** `question` answers what keeps it from being asked, or null where AWS has said yes. */
export async function settle<Action extends string>(
  action: Action,
  question: () => Promise<string | null>,
): Promise<Checked & { action: Action; code: string | null }> {
  try {
    const note = await question();
    return { action, state: note === null ? "allowed" : "unknown", note, code: null };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    const code = error.awsCode;
    if (REFUSED_BY_STATE.has(code)) return { action, state: "allowed", note: null, code };
    // A role that could not be assumed says nothing about what it may do.
    if (!MISSING_PERMISSION_CODES.has(code) || error.action !== action) {
      return { action, state: "unknown", note: error.message, code };
    }
    return { action, state: "missing", note: saidBy(error), code };
  }
}

/** AWS's own sentence says who denies it: a policy of the organisation is mended elsewhere. */
function saidBy({ awsMessage }: AwsCallError): string | null {
  const [sentence] = (awsMessage ?? "").split(" Encoded authorization failure message:");
  return sentence ? sentence.slice(0, NOTE_LENGTH_MAX) : null;
}
