import { NO_PASSWORD } from "../auth/no-password.pure";

/** `invited` and `reset` wait for their user to choose a password by a one-time link. */
export const USER_STATES = ["active", "invited", "reset", "deactivated"] as const;
export type UserState = (typeof USER_STATES)[number];

export function toUserState(user: {
  active: boolean;
  passwordHash: string;
  passwordChangedAt: number | null;
}): UserState {
  if (!user.active) return "deactivated";
  if (user.passwordHash !== NO_PASSWORD) return "active";
  return user.passwordChangedAt === null ? "invited" : "reset";
}
