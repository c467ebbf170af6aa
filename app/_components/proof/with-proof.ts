import type { ActionResult } from "#lib/web/action-result";
import { askForProof, canAskForProof } from "./ask-for-proof";

const GIVEN_UP = {
  message: "It was not proven that it is still you, and nothing was done.",
  suggestion: "Begin again, and give your password or a code when it is asked for.",
};

/**
 * Repeats an act that was refused for want of a fresh proof once it is given: the refusal came
 * before anything was done. Whoever gives up gets the refusal in a person's words, not those for a
 * script, and keeps what was typed.
 */
export async function withProof<Data>(
  act: () => Promise<ActionResult<Data>>,
): Promise<ActionResult<Data>> {
  const result = await act();
  if (result.ok || result.error.code !== "proof_required") return result;
  if (!canAskForProof()) return result;
  if (await askForProof()) return act();
  return { ok: false, error: { ...result.error, ...GIVEN_UP } };
}
