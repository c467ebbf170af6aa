import type { ComparePoliciesInput } from "#lib/retention/compare-schemas";
import { toCountText } from "../../../_components/count-text.pure";
import { confirm, tell } from "../../../_components/popups";
import { toGiBText } from "../../../_components/size.pure";
import { ComparisonRefused, runComparison, type Comparison } from "./run-comparison";

const LOSERS_NAMED = 3;

export interface SaveWords {
  act: string;
  confirmText: string;
}

/**
 * Over every instance concerned; true where nothing would go or the person agrees. What cannot be
 * looked at is not saved either.
 */
export async function askWhatGoes(input: ComparePoliciesInput, words: SaveWords): Promise<boolean> {
  const comparison = await look(input);
  if (comparison === "refused") return true;
  if (comparison === null) return false;
  const { total } = comparison;
  if (total === null || total.b.remove === 0) return true;
  return confirm({
    title: `${words.act} releases ${toCountText(total.b.remove, "image")}?`,
    text: questionText(comparison, total),
    confirmText: words.confirmText,
    destroys: true,
  });
}

/** `refused`: what is wrong with the rules is said where they are saved. Null: nothing is known. */
async function look(input: ComparePoliciesInput): Promise<Comparison | "refused" | null> {
  try {
    return await runComparison(input);
  } catch (error) {
    if (error instanceof ComparisonRefused && error.status === 422) return "refused";
    await tell({
      title: "Not saved: what it would remove is not known",
      text: "The server could not look at the images it concerns. Nothing is changed; try again in a moment.",
    });
    return null;
  }
}

function questionText(comparison: Comparison, total: NonNullable<Comparison["total"]>): string {
  const { instances, backups, touchedInstances, more, b } = total;
  const beside =
    more === 0
      ? "All of them are released by today’s rules already."
      : `${more === b.remove ? "All of them" : `${more.toLocaleString("en-US")} of them`} stay by today’s rules, in ${toCountText(touchedInstances, "instance")}${losersText(comparison, touchedInstances)}.`;
  return `Of ${toCountText(backups, "image")} in ${toCountText(instances, "instance")}, ${b.remove.toLocaleString("en-US")} would go with the next sweep, ${toGiBText(b.removeBytes)} full size at most. ${beside} More than a fifth at once, or an unusual day, asks again before anything is removed.`;
}

function losersText({ losers }: Comparison, touched: number): string {
  const named = losers
    .slice(0, LOSERS_NAMED)
    .map(({ instance, more }) => `${instance.name || instance.instanceId} ${more}`);
  if (named.length === 0) return "";
  return `${touched > named.length ? ", most by size: " : ": "}${named.join(", ")}`;
}
