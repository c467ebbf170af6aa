import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import { toIso, type EpochMs } from "../clock";
import type { Context } from "../context";
import { readSetting } from "../settings/settings.repo";
import { LOOK_AGE_MAX_MS } from "./audit-check";
import { countArchived } from "./chain-reader.repo";
import { readChainEnd } from "./chain.repo";
import type { AuditIntegrityDto } from "./dto";

/** What the last look at the chain found; the look itself is each minute's. */
export async function getAuditIntegrity(ctx: Context): Promise<AuditIntegrityDto> {
  requirePermission(ctx, "audit.read");
  requireEveryAccount(ctx, "The chain holds entries");
  const { clock, db } = ctx.runtime;
  const { read } = db;
  const check = await readSetting(read, "audit.check");
  const look = await readSetting(read, "audit.look");
  const isOld = (at: EpochMs) => Math.abs(clock.now() - at) > LOOK_AGE_MAX_MS;
  const archived = await countArchived(read);
  const { seq } = await readChainEnd(read);
  return {
    lastCheck: check && {
      at: toIso(check.checkedAt),
      isStale: isOld(check.checkedAt) && (look === null || isOld(look.at)),
      seq: check.seq,
      wholeAt: check.wholeAt === 0 ? null : toIso(check.wholeAt),
      problems: check.problems,
      troubles: check.troubles,
      unproven: check.unproven,
      words: check.words,
    },
    lastSeq: seq,
    archivedEntries: archived.entries,
    segments: archived.segments,
  };
}
