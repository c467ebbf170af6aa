import type { Context } from "../context";
import type { AlertSeverity } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import type { AlertKind } from "./alert-kinds";
import { findOpenAlert, insertAlert, updateAlert, type AlertRow } from "./alert.repo";
import { toOneDirection } from "../one-direction.pure";
import { alertChanged } from "./alert-changed";
import { groupNews, mergeNews, type NewsGroup } from "./group-news.pure";
import { addMembers } from "./members.repo";
import { tellJoined, tellNewcomers, tellOpened } from "./tell";

export interface AlertNews {
  /** One open alert per cause, for example `backups/<account>/<error code>`. */
  cause: string;
  kind: AlertKind;
  severity: AlertSeverity;
  /** accounts.id, or null for what concerns the whole installation. */
  accountRef: string | null;
  /** What happened, in one line; the newest news has the word. */
  title: string;
  message: string;
  suggestion?: string | null;
  /** An application path. */
  link?: string | null;
  /** What it befell; the alert closes with its last member. */
  member?: NewMember;
}

export interface NewMember {
  /** `instance`, `credential`, `plan`, … */
  entityType: string;
  entityId: string;
  accountRef: string | null;
  message: string;
}

/** In the transaction of what it tells of. Said again, it changes nothing but when it was seen. */
export async function raiseAlert(tx: Tx, ctx: Context, news: AlertNews): Promise<void> {
  await raiseAlerts(tx, ctx, [news]);
}

/** Many at once: one alert, one update and one event per cause, however many members. */
export async function raiseAlerts(tx: Tx, ctx: Context, news: readonly AlertNews[]): Promise<void> {
  for (const group of groupNews(news.map(readOneWay))) await raiseGroup(tx, ctx, group);
}

/** The names in its sentences are AWS's and other people's. */
function readOneWay<News extends AlertNews>(news: News): News {
  const { member, suggestion } = news;
  return {
    ...news,
    title: toOneDirection(news.title),
    message: toOneDirection(news.message),
    ...(suggestion ? { suggestion: toOneDirection(suggestion) } : {}),
    ...(member ? { member: { ...member, message: toOneDirection(member.message) } } : {}),
  };
}

async function raiseGroup(tx: Tx, ctx: Context, group: NewsGroup): Promise<void> {
  const now = ctx.runtime.clock.now();
  const known = await findOpenAlert(tx, group.news.cause);
  const alert = known ?? (await openAlert(tx, ctx, group));
  const added = await addMembers(tx, ctx, { alertId: alert.id, members: group.members });
  const { set, changed } = mergeNews(alert, group.news);
  const current = await updateAlert(tx, {
    id: alert.id,
    set: { ...set, lastSeenAt: now, updatedAt: now },
    membersAdded: added.count,
  });
  if (!known) await tellOpened(tx, ctx, current);
  else if (set.severity !== alert.severity) await tellNewcomers(tx, ctx, current);
  if (known && added.count > 0) await tellJoined(tx, ctx, current);
  if (!known || changed || added.changed) await alertChanged(tx, ctx, alert);
}

function openAlert(tx: Tx, ctx: Context, { news }: NewsGroup): Promise<AlertRow> {
  return insertAlert(tx, ctx, {
    cause: news.cause,
    kind: news.kind,
    severity: news.severity,
    accountRef: news.accountRef,
    title: news.title,
    message: news.message,
    suggestion: news.suggestion ?? null,
    link: news.link ?? null,
  });
}
