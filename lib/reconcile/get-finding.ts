import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import type { FindingDto } from "./dto";
import { findFindings } from "./findings-list.repo";
import { toFindingDto } from "./to-finding-dto";

export async function getFinding(
  ctx: Context,
  { findingId }: { findingId: string },
): Promise<FindingDto> {
  requirePermission(ctx, "findings.read");
  const { read } = ctx.runtime.db;
  const [found] = await findFindings(read, { ids: [findingId], accounts: ctx.accounts });
  if (!found) throw new NotFoundError("The finding");
  return toFindingDto(found);
}
