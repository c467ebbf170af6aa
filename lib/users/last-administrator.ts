import type { UserRow } from "../auth/sessions.repo";
import type { Tx } from "../db/tx";
import { PreconditionFailedError } from "../errors";
import { hasSoundAdministrator } from "./managed-users.repo";
import { toUserState } from "./user-state.pure";

/**
 * Inside the write transaction, after the change: who could do everything was taken away, so somebody
 * else who can must be left. Writes are one after another, whatever the process, so of two at once
 * the second sees the first.
 */
export async function requireAdministratorLeft(tx: Tx, before: UserRow): Promise<void> {
  if (!isSound(before) || (await hasSoundAdministrator(tx))) return;
  throw new PreconditionFailedError(
    `${before.username} is the last active administrator who sees every account.`,
    {
      reason: "last_administrator",
      suggestion:
        "Make somebody else an administrator for every account first, who has chosen a password.",
    },
  );
}

function isSound(user: UserRow): boolean {
  return user.role === "admin" && user.accountRefs === null && toUserState(user) === "active";
}
