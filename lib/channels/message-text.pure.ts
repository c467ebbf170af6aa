import { toOneDirection } from "../one-direction.pure";
import type { ChannelMessage, MessageAlert } from "./message";

/** One line, for a subject. */
export function toSubject({ event, alert }: ChannelMessage): string {
  if (!alert) return "[AMIVault] Test: this channel works";
  const word = event === "closed" ? "Closed" : WORDS[alert.severity];
  return oneLine(`[AMIVault] ${word}: ${alert.title}`);
}

const WORDS = { warning: "Warning", critical: "Critical" } as const;

/** What happened, since when, which members, what to do, and where to look. */
export function toText(message: ChannelMessage): string {
  const { alert, url } = message;
  const lines = alert ? toLines(message, alert) : [TEST];
  if (url !== null) lines.push("", url);
  return lines.join("\n");
}

const TEST = "This is a test of AMIVault. Alerts that this channel's rules take are told here.";

function toLines({ event }: ChannelMessage, alert: MessageAlert): string[] {
  const lines = [oneLine(alert.title), "", oneLine(alert.message), ""];
  if (event === "escalated") {
    lines.push("Nobody has acknowledged it yet: it was escalated to this channel.", "");
  }
  if (event === "repeated") {
    lines.push("You were told of it before, and nobody looks after it as it is now.", "");
  }
  lines.push(`Since ${alert.openedAt}`);
  if (alert.accountId !== null) lines.push(`Account ${alert.accountId}`);
  if (alert.closedAt !== null) {
    lines.push(`Closed ${alert.closedAt}: ${oneLine(alert.closedReason ?? "it is over")}`);
  } else if (alert.acknowledgedBy !== null) {
    lines.push(`Acknowledged by ${oneLine(alert.acknowledgedBy)}`);
  }
  if (alert.members.length > 0) lines.push("", ...memberLines(alert));
  if (alert.suggestion !== null && alert.closedAt === null) {
    lines.push("", `What to do: ${oneLine(alert.suggestion)}`);
  }
  return lines;
}

function memberLines({ members, memberCount }: MessageAlert): string[] {
  const lines = [memberCount === 1 ? "Concerned:" : `Concerned (${memberCount}):`];
  lines.push(...members.map(({ message }) => `- ${oneLine(message)}`));
  const more = memberCount - members.length;
  if (more > 0) lines.push(`- and ${more} more`);
  return lines;
}

/** Hostile text must not begin a line, a header or a paragraph of its own, nor turn the words beside it. */
function oneLine(text: string): string {
  return toOneDirection(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim();
}

/** Slack's three control characters (https://docs.slack.dev/messaging/formatting-message-text). */
export function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
