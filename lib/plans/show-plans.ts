import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import type { PlanDto } from "./dto";
import type { PlanRow } from "./plan-row";
import { measureParts } from "./plan-scope.repo";
import { toPlanDto } from "./to-plan-dto";

/** As the caller may know them: of one that is about other accounts too, their own part. */
export async function showPlans(
  q: Queryable,
  { rows, accounts }: { rows: readonly PlanRow[]; accounts: AccountScope },
): Promise<PlanDto[]> {
  const parts = await measureParts(q, { planIds: rows.map(({ id }) => id), accounts });
  return rows.map((row) => {
    const part = parts.get(row.id);
    return part ? { ...toPlanDto(row), ...part, ...OF_OTHERS_TOO } : toPlanDto(row);
  });
}

/** Its title and why it waits tell of the whole. */
const OF_OTHERS_TOO = {
  title: "A removal that is about other accounts too",
  breakerReason: null,
  seenWhole: false,
};
