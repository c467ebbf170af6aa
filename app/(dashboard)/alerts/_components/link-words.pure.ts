const WORDS: ReadonlyArray<readonly [prefix: string, words: string]> = [
  ["/backups/", "See why"],
  ["/backups", "Show the backups"],
  ["/credentials/", "Look at the credential"],
  ["/findings", "Show the findings"],
  ["/instances/", "Show the instance"],
  ["/plans/", "Review the plan"],
  ["/plans", "Show the plans"],
  ["/retention", "Look and confirm"],
  ["/settings/channels/", "Look at the channel"],
  ["/settings", "Look at the jobs"],
];

/** What a person does where an alert's link leads. */
export function linkWords(link: string): string {
  return WORDS.find(([prefix]) => link.startsWith(prefix))?.[1] ?? "Show it";
}
