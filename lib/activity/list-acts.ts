import { mayDo } from "../auth/require-permission";
import { toIso } from "../clock";
import type { Context } from "../context";
import { toActHref, toActName, toActWords } from "./act-words.pure";
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
  const { id, at, actorName, action, targetId, before, after } = row;
  return {
    id,
    at: toIso(at),
    tone: "quiet",
    who: actorName,
    what: toActWords(action),
    subject: names.get(targetId ?? "") ?? toActName([after, before]),
    others: 0,
    detail: null,
    href: toActHref(row),
  };
}
