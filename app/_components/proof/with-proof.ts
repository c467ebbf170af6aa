import type { ActionResult } from "#lib/web/action-result";
import { askForProof } from "./ask-for-proof";

/**
 * Repeats an act that was refused for want of a fresh proof once it is given: the refusal came
 * before anything was done. Whoever gives up gets the refusal, and keeps what was typed.
 */
export async function withProof<Data>(
  act: () => Promise<ActionResult<Data>>,
): Promise<ActionResult<Data>> {
  const result = await act();
  if (result.ok || result.error.code !== "proof_required") return result;
  return (await askForProof()) ? act() : result;
}
