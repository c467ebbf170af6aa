/** What a channel was told of an alert. */
export const EVENT_WORDS: Readonly<Record<string, string>> = {
  opened: "that it opened",
  repeated: "again",
  escalated: "by escalation",
  closed: "that it closed",
};
