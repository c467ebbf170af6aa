import type { AlertSeverity } from "../db/schema/constants";

export type MessageEvent = "opened" | "repeated" | "escalated" | "closed" | "test";

/** What a channel is told, whatever its kind. Names in it come from AWS: hostile text. */
export interface ChannelMessage {
  /** The delivery's id: the same for every try, so that a receiver can tell a repetition. */
  id: string;
  event: MessageEvent;
  at: string;
  /** Null for a test. */
  alert: MessageAlert | null;
  /** The alert's page, if NEXTAUTH_URL says where browsers reach the application. */
  url: string | null;
}

export interface MessageAlert {
  id: string;
  kind: string;
  severity: AlertSeverity;
  /** The 12 digits, or null for what concerns the whole installation. */
  accountId: string | null;
  title: string;
  message: string;
  suggestion: string | null;
  openedAt: string;
  acknowledgedBy: string | null;
  closedAt: string | null;
  closedReason: string | null;
  memberCount: number;
  /** The first 20. */
  members: Array<{ type: string; id: string; message: string }>;
}
