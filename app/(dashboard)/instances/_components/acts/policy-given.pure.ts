/** What is known of what a policy would release: nothing yet, that it could not be reckoned, or how many. */
export type Reckoned = "unknown" | { remove: number } | null;

/**
 * Whether a policy may be given to many now, and whether that destroys something. One that removes by
 * itself is not given before it is known what it would take, as on the page of one instance.
 */
export function judgeGiving(
  policy: { enforced: boolean } | undefined,
  reckoned: Reckoned,
): { ready: boolean; destroys: boolean } {
  if (policy === undefined) return { ready: false, destroys: false };
  if (!policy.enforced) return { ready: true, destroys: false };
  if (reckoned === null || reckoned === "unknown") return { ready: false, destroys: false };
  return { ready: true, destroys: reckoned.remove > 0 };
}
