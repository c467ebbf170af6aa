/** What a role is for. Making and marking backups is always in it. */
export const FEATURES = ["backups", "deletion", "eventbridge"] as const;
export type Feature = (typeof FEATURES)[number];
