import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { NotFoundError, assertNever } from "../errors";
import { adoptFindings } from "./adopt-findings";
import type { RepairOutcomeDto } from "./dto";
import type { RepairAction } from "./finding.pure";
import { findFindings, type ListedFinding } from "./findings-list.repo";
import { ignoreFindings } from "./ignore-findings";
import { makeCleanUpPlan } from "./make-clean-up-plan";
import { repairTags } from "./repair-tags";
import { RepairFindingsInput } from "./schemas";
import { toFindingDto } from "./to-finding-dto";

/** One act on one or many findings; those that it does not fit are named, the others are done. */
export async function repairFindings(
  ctx: Context,
  input: RepairFindingsInput,
): Promise<RepairOutcomeDto> {
  requirePermission(ctx, "findings.repair");
  const { findingIds, action } = RepairFindingsInput.parse(input);
  const ids = [...new Set(findingIds)];
  const found = await findFindings(ctx.runtime.db.read, { ids, accounts: ctx.accounts });
  if (found.length === 0) throw new NotFoundError("The finding");
  const fits = found.filter((each) => toFindingDto(each).actions.includes(action));
  const outcome = fits.length === 0 ? NOTHING : await act(ctx, action, fits);
  return { ...outcome, failures: [...unfit(action, ids, { found, fits }), ...outcome.failures] };
}

const NOTHING: RepairOutcomeDto = { done: 0, planId: null, failures: [] };

function act(
  ctx: Context,
  action: RepairAction,
  chosen: readonly ListedFinding[],
): Promise<RepairOutcomeDto> {
  switch (action) {
    case "adopt":
      return adoptFindings(ctx, { chosen, protect: false });
    case "protect":
      return adoptFindings(ctx, { chosen, protect: true });
    case "clean_up":
      return makeCleanUpPlan(ctx, chosen);
    case "repair_tags":
      return repairTags(ctx, chosen);
    case "ignore":
      return ignoreFindings(ctx, { chosen, ignored: true });
    case "unignore":
      return ignoreFindings(ctx, { chosen, ignored: false });
    default:
      return assertNever(action);
  }
}

function unfit(
  action: RepairAction,
  ids: readonly string[],
  { found, fits }: { found: readonly ListedFinding[]; fits: readonly ListedFinding[] },
): RepairOutcomeDto["failures"] {
  const known = new Map(found.map(({ finding }) => [finding.id, finding]));
  const fit = new Set(fits.map(({ finding }) => finding.id));
  return ids
    .filter((id) => !fit.has(id))
    .map((findingId) => {
      const finding = known.get(findingId);
      const why = !finding
        ? "This finding does not exist."
        : finding.resolvedAt !== null
          ? "The difference is gone already."
          : finding.planId !== null && action === "clean_up"
            ? "A plan lists it already."
            : "Its repair is another one.";
      return { findingId, message: why };
    });
}
