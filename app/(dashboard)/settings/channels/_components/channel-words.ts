import type { ChannelKind } from "#lib/db/schema/constants";

export const CHANNEL_WORDS: Readonly<Record<ChannelKind, string>> = {
  email: "E-mail",
  slack: "Slack-compatible",
  webhook: "Signed webhook",
  heartbeat: "Heartbeat",
};

export const CHANNEL_LEADS: Readonly<Record<ChannelKind, string>> = {
  email: "Sent through your mail server.",
  slack: "Posted as a text to an incoming webhook of Slack, Mattermost or the like.",
  webhook: "Posted as JSON, signed with a key that only you and the receiver know.",
  heartbeat:
    "Called on every healthy minute and on no other: a service that waits for it notices when all of AMIVault is dead.",
};

export function toStepWords(step: number, escalateAfterMinutes: number): string {
  return step === 0
    ? "at once"
    : `after ${step * escalateAfterMinutes} minutes, while nobody acknowledges`;
}
