import { requirePermission } from "../auth/require-permission";
import { toIso } from "../clock";
import type { Context } from "../context";
import { listPeople, listRecentActorIds } from "./audit-actors.repo";
import type { AuditActorDto } from "./dto";

/**
 * People to choose from, by name, deleted ones too. Whoever sees some accounts alone is told of those
 * who acted there lately.
 */
export async function listAuditActors(ctx: Context): Promise<AuditActorDto[]> {
  requirePermission(ctx, "audit.read");
  const { read } = ctx.runtime.db;
  const { accounts } = ctx;
  const ids = accounts === "all" ? "all" : await listRecentActorIds(read, accounts);
  const people = await listPeople(read, ids);
  return people.map((person) => ({
    ...person,
    deletedAt: person.deletedAt === null ? null : toIso(person.deletedAt),
  }));
}
