import type { PreviewPolicyInput } from "#lib/retention/schemas";
import { confirm } from "../../../_components/popups";
import { toGiBText } from "../../../_components/size.pure";
import { previewTotalsAction } from "../actions";

/** Over every instance concerned; true where nothing would go or the person agrees. */
export async function askBeforeSaving(
  preview: PreviewPolicyInput,
  words: { act: string; confirmText: string } = {
    act: "Save a policy that",
    confirmText: "Save the policy",
  },
): Promise<boolean> {
  const answer = await previewTotalsAction(preview);
  // What is wrong with the rules is said where they are saved.
  if (!answer.ok || answer.data === null || answer.data.remove === 0) return true;
  const { instances, touchedInstances, backups, remove, removeBytes } = answer.data;
  const images = remove === 1 ? "1 image" : `${remove} images`;
  return confirm({
    title: `${words.act} releases ${images}?`,
    text: `Of ${backups} images in ${instances} ${instances === 1 ? "instance" : "instances"}, ${remove} in ${touchedInstances} would go with the next sweep, ${toGiBText(removeBytes)} at most. More than a fifth at once, or an unusual day, asks again before anything is removed.`,
    confirmText: words.confirmText,
    destroys: true,
  });
}
