import { mayDo, requirePermission } from "#lib/auth/require-permission";
import { toIso } from "#lib/clock";
import type { Context } from "#lib/context";
import { suggestInstances } from "#lib/instances/suggest-instances";
import type { QuickSearchDto } from "./dto";
import { findBackupsById } from "./quick-search.repo";
import { QuickSearchQuery } from "./schemas";

const BACKUPS_MAX = 6;
/** Shorter beginnings of an id mean too much. */
const ID_TEXT = /^(bak_|ami-|snap-)[0-9a-z]{3,}$/;

/** Instances by name and id; backups by their own id, their image's or a snapshot's. */
export async function quickSearch(ctx: Context, input: QuickSearchQuery): Promise<QuickSearchDto> {
  requirePermission(ctx, "instances.read");
  const { text } = QuickSearchQuery.parse(input);
  const { instances } = await suggestInstances(ctx, { text });
  return { instances, backups: await findBackups(ctx, text.toLowerCase()) };
}

async function findBackups(ctx: Context, text: string): Promise<QuickSearchDto["backups"]> {
  if (!mayDo(ctx, "backups.read")) return [];
  if (!ID_TEXT.test(text)) return [];
  const { read } = ctx.runtime.db;
  const rows = await findBackupsById(read, { text, accounts: ctx.accounts, limit: BACKUPS_MAX });
  return rows.map(({ name, instanceId, dueAt, ...row }) => ({
    ...row,
    instance: name || instanceId,
    dueAt: toIso(dueAt),
  }));
}
