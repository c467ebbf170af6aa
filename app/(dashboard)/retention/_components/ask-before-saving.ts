import type { ComparePoliciesInput } from "#lib/retention/compare-schemas";
import { tell } from "../../../_components/popups";
import type { SaveWords } from "./ask-what-goes";

/** True once a person agrees to what would go. The question is fetched when it is asked. */
export async function askBeforeSaving(
  input: ComparePoliciesInput,
  words: SaveWords = { act: "Save a policy that", confirmText: "Save the policy" },
): Promise<boolean> {
  const part = await import("./ask-what-goes").catch(() => null);
  if (part !== null) return part.askWhatGoes(input, words);
  const text = "The server did not answer. Nothing is changed; try again in a moment.";
  await tell({ title: "Not saved: what it would remove is not known", text }).catch(() => null);
  return false;
}
