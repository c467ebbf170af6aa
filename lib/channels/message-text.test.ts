import { expect, test } from "vitest";
import type { ChannelMessage } from "./message";
import { toSubject, toText } from "./message-text.pure";

test("a hostile name begins no line of a message, and turns none of its words", () => {
  const hostile = "web\u202E\r\nBcc: evil@example.com\u2028: no backup";
  const message: ChannelMessage = {
    id: "dlv_1",
    event: "opened",
    at: "2026-11-27T12:00:00Z",
    url: null,
    alert: {
      id: "alt_1",
      kind: "backups.failed",
      severity: "critical",
      accountId: null,
      title: hostile,
      message: hostile,
      suggestion: hostile,
      openedAt: "2026-11-27T12:00:00Z",
      acknowledgedBy: null,
      closedAt: null,
      closedReason: null,
      memberCount: 1,
      members: [{ type: "instance", id: "ins_1", message: hostile }],
    },
  };
  const plain = "web Bcc: evil@example.com : no backup";
  expect(toSubject(message)).toBe(`[AMIVault] Critical: ${plain}`);
  expect(toText(message).split("\n")).toEqual(
    expect.arrayContaining([plain, `- ${plain}`, `What to do: ${plain}`]),
  );
  expect(toText(message)).not.toMatch(/^Bcc|[\r\u2028\u202E]/m);
});
