import { shownInstant } from "../audit/cell-instant.pure";
import { toActHref } from "../audit/act-href.pure";
import { toActName } from "../audit/act-sentence.pure";
import { toActWords } from "../audit/act-words.pure";
import { mayDo } from "../auth/require-permission";
import type { Context } from "../context";
import { selectActs, selectNames, type ActRow } from "./acts.repo";
import type { RecentEventDto } from "./dto";

/** What people did, for those who may read the audit log. */
export async function listActs(ctx: Context, limit: number): Promise<RecentEventDto[]> {
  if (!mayDo(ctx, "audit.read")) return [];
  const { read } = ctx.runtime.db;
  const told = await selectActs(read, { accounts: ctx.accounts, limit });
  const idsOf = (type: string) =>
    told.flatMap(({ targetType, targetId }) => (targetType === type && targetId ? [targetId] : []));
  const names = await selectNames(read, {
    instanceRefs: idsOf("instance"),
    backupIds: idsOf("backup"),
  });
  return told.map((row) => toEvent(row, names));
}

function toEvent(row: ActRow, names: ReadonlyMap<string, string>): RecentEventDto {
  const { id, at, actorName, action, targetType, targetId, before, after } = row;
  const words = toActWords(action);
  return {
    id,
    at: shownInstant(at),
    tone: "quiet",
    who: actorName,
    what: words.hasObject && targetType === "backup" ? `${words.before} a backup of` : words.before,
    subject: names.get(targetId ?? "") ?? toActName([after, before]),
    others: 0,
    detail: words.after.trim() || null,
    href: toActHref(row),
  };
}
