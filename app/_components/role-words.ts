import type { Role } from "#lib/db/schema/constants";

/** What a role is called wherever a person reads of it. */
export const ROLE_WORDS: Readonly<Record<Role, { name: string; lead: string }>> = {
  viewer: { name: "Viewer", lead: "sees everything, changes nothing" },
  operator: { name: "Operator", lead: "backs up, protects, schedules, holds" },
  admin: { name: "Administrator", lead: "removes, and decides on credentials and users" },
};
