import { recordAudit } from "../audit/record-audit";
import { writeAs } from "../auth/write-as";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { actorName, type Context } from "../context";
import type { RepairOutcomeDto } from "./dto";
import type { ListedFinding } from "./findings-list.repo";
import { patchFindings } from "./findings.repo";
import { findingsChanged } from "./findings-changed";

const ROWS_PER_WRITE = 100;

/** A person has seen it: it is counted no more, and stays until the difference is gone or another. */
export async function ignoreFindings(
  ctx: Context,
  { chosen, ignored }: { chosen: readonly ListedFinding[]; ignored: boolean },
): Promise<RepairOutcomeDto> {
  const set = {
    ignoredAt: ignored ? ctx.runtime.clock.now() : null,
    ignoredBy: ignored ? actorName(ctx.actor) : null,
  };
  for (const chunk of inChunks(chosen, ROWS_PER_WRITE)) {
    await writeAs(ctx, async (tx) => {
      await patchFindings(
        tx,
        chunk.map(({ finding }) => finding.id),
        set,
      );
      for (const { finding } of chunk) {
        await recordAudit(tx, ctx, {
          action: ignored ? "finding.ignore" : "finding.unignore",
          targetType: "finding",
          targetId: finding.id,
          accountRef: finding.accountRef,
          after: { resourceId: finding.resourceId, code: finding.code },
        });
      }
      const [first] = chunk;
      if (first) await findingsChanged(tx, ctx, first.finding);
    });
  }
  return { done: chosen.length, planId: null, failures: [] };
}
