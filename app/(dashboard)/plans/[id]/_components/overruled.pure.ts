export interface Overrulable {
  id: string;
  name: string;
  /** What speaks against its removal. */
  why: readonly string[];
}

/**
 * Ticked ones for which the yes still holds: it was given in spite of what spoke against each then. Of
 * one that another page of the plan shows, nothing newer is known.
 */
export function stillOverruled(
  ticked: readonly Overrulable[],
  shown: readonly Overrulable[],
): Overrulable[] {
  return ticked.filter(({ id, why }) => {
    const now = shown.find((item) => item.id === id);
    return now === undefined || JSON.stringify(now.why) === JSON.stringify(why);
  });
}

/** Those of this page, and the ticked ones of others: each counts, and can be unticked. */
export function listOverrulable(
  ticked: readonly Overrulable[],
  shown: readonly Overrulable[],
): Overrulable[] {
  return [...shown, ...ticked.filter(({ id }) => shown.every((item) => item.id !== id))];
}
