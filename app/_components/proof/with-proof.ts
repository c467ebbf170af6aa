import type { ActionResult } from "#lib/web/action-result";
import { askForProof, canAskForProof } from "./ask-for-proof";

const GIVEN_UP = {
  message: "It was not proven that it is still you, and nothing was done.",
  suggestion: "Begin again, and give your password or a code when it is asked for.",
};

/** The list beside it says what became of each, and offers to go on. */
const GIVEN_UP_AMID = {
  message: "It was not proven that it is still you: what was left then was not done.",
  suggestion:
    "What was done before stays done. Go on with the rest, and give your password or a code when it is asked for.",
};

/**
 * Repeats an act that was refused for want of a fresh proof once it is given: the refusal came
 * before anything was done. Whoever gives up gets the refusal in a person's words, not those for a
 * script, and keeps what was typed.
 */
export async function withProof<Data>(
  act: () => Promise<ActionResult<Data>>,
  givenUp = GIVEN_UP,
): Promise<ActionResult<Data>> {
  const result = await act();
  if (result.ok || result.error.code !== "proof_required") return result;
  if (!canAskForProof()) return result;
  if (await askForProof()) return act();
  return { ok: false, error: { ...result.error, ...givenUp } };
}

/**
 * The same for an act that is sent in parts: a proof may run out between two of them.
 * `isBegun` where some were sent before the first one.
 */
export function withProofInParts<Part, Data>(
  send: (part: Part) => Promise<ActionResult<Data>>,
  { isBegun }: { isBegun: boolean },
): (part: Part) => Promise<ActionResult<Data>> {
  let wasSent = isBegun;
  return async (part) => {
    const result = await withProof(() => send(part), wasSent ? GIVEN_UP_AMID : GIVEN_UP);
    wasSent ||= result.ok;
    return result;
  };
}
