import type { AlertSeverity } from "../db/schema/constants";
import type { AlertNews, NewMember } from "./raise-alert";

/** The news of one cause: the last one has the words, the gravest the severity. */
export interface NewsGroup {
  news: AlertNews;
  members: readonly NewMember[];
}

/** In the order in which causes were first named; a member named twice is there once. */
export function groupNews(news: readonly AlertNews[]): NewsGroup[] {
  const groups = new Map<string, { news: AlertNews; members: Map<string, NewMember> }>();
  for (const item of news) {
    const group = groups.get(item.cause) ?? { news: item, members: new Map() };
    group.news = { ...item, severity: graver(group.news.severity, item.severity) };
    const { member } = item;
    if (member) group.members.set(`${member.entityType}/${member.entityId}`, member);
    groups.set(item.cause, group);
  }
  return [...groups.values()].map((group) => ({
    news: group.news,
    members: [...group.members.values()],
  }));
}

interface AlertWords {
  severity: AlertSeverity;
  title: string;
  message: string;
  suggestion: string | null;
  link: string | null;
}

/** What an open alert says after more news of its cause. It grows graver, never milder. */
export function mergeNews(
  alert: AlertWords,
  news: AlertNews,
): { set: AlertWords; changed: boolean } {
  const set: AlertWords = {
    severity: graver(alert.severity, news.severity),
    title: news.title,
    message: news.message,
    suggestion: news.suggestion ?? null,
    link: news.link ?? null,
  };
  const changed =
    set.severity !== alert.severity ||
    set.title !== alert.title ||
    set.message !== alert.message ||
    set.suggestion !== alert.suggestion ||
    set.link !== alert.link;
  return { set, changed };
}

export function graver(a: AlertSeverity, b: AlertSeverity): AlertSeverity {
  return a === "critical" || b === "critical" ? "critical" : "warning";
}
