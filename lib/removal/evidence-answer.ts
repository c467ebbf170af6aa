import { AwsCallError } from "../aws/aws-call-error";
import { MISSING_PERMISSION_CODES } from "../aws/aws-codes.pure";

/** What a check found, or why it could not be made. */
export type EvidenceAnswer<T> =
  | { found: T }
  | {
      why: string;
      /** It would be refused for every image: there is no point in asking on. */
      always: boolean;
    };

/** AWS has no such action here: an older endpoint, or a region without the service. */
const UNKNOWN_ACTION_CODES = new Set(["InvalidAction", "UnsupportedOperation"]);

/**
 * A definite refusal is an answer that is kept with its words. Whatever passes by itself (a
 * throttle, a lost answer) is thrown, so that the caller comes back: it is no reason not to look.
 */
export async function askForEvidence<T>(ask: () => Promise<T>): Promise<EvidenceAnswer<T>> {
  try {
    return { found: await ask() };
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.outcome !== "refused") throw error;
    const always =
      MISSING_PERMISSION_CODES.has(error.awsCode) || UNKNOWN_ACTION_CODES.has(error.awsCode);
    return { why: [error.message, error.suggestion ?? ""].join(" ").trim(), always };
  }
}

/** Asks until the answer is a refusal that holds for all, and then repeats that one. */
export function askUntilRefused<In, Out>(
  ask: (input: In) => Promise<Out>,
): (input: In) => Promise<EvidenceAnswer<Out>> {
  let refusal: EvidenceAnswer<Out> | null = null;
  return async (input) => {
    if (refusal !== null) return refusal;
    const answer = await askForEvidence(() => ask(input));
    if ("why" in answer && answer.always) refusal = answer;
    return answer;
  };
}
