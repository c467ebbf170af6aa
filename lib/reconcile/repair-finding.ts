import type { Context } from "../context";
import { PreconditionFailedError } from "../errors";
import type { RepairOutcomeDto } from "./dto";
import type { RepairAction } from "./finding.pure";
import { repairFindings } from "./repair-findings";

/** One alone: what cannot be done is an error, not a line in the answer. */
export async function repairFinding(
  ctx: Context,
  { findingId, action }: { findingId: string; action: RepairAction },
): Promise<RepairOutcomeDto> {
  const outcome = await repairFindings(ctx, { findingIds: [findingId], action });
  const [failure] = outcome.failures;
  if (failure) throw new PreconditionFailedError(failure.message);
  return outcome;
}
