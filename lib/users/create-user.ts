import { NO_PASSWORD } from "../auth/no-password.pure";
import type { UserRow } from "../auth/sessions.repo";
import { usernameKeyOf } from "../auth/users.repo";
import { requireStillActing } from "../auth/require-still-acting";
import type { Context } from "../context";
import { isUniqueViolation } from "../db/busy";
import { ConflictError } from "../errors";
import { newId } from "../ids";
import type { z } from "zod";
import { issuePasswordLink } from "./issue-password-link";
import type { UserWithLinkDto } from "./managed-user-dto";
import { requireKnownAccounts } from "./require-known-accounts";
import { requireUserAdministration } from "./require-user-administration";
import { CreateUserInput } from "./schemas";
import { toManagedUserDto } from "./to-managed-user-dto";
import { toAuditedUser, userChanged } from "./user-changed";
import { insertUser } from "./users.repo";

/** A user without a password, and the link by which they choose one: it is not told again. */
export async function createUser(ctx: Context, input: CreateUserInput): Promise<UserWithLinkDto> {
  requireUserAdministration(ctx, "users.write");
  const row = toRow(ctx, CreateUserInput.parse(input));
  try {
    return await ctx.runtime.db.write(async (tx) => {
      await requireStillActing(tx, ctx);
      await requireKnownAccounts(tx, row.accountRefs);
      await insertUser(tx, row);
      const link = await issuePasswordLink(tx, ctx, { userId: row.id, purpose: "invite" });
      await userChanged(tx, ctx, {
        action: "user.create",
        userId: row.id,
        after: toAuditedUser(row),
      });
      return { user: await toManagedUserDto(ctx, tx, row), link };
    });
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken(error) : error;
  }
}

function nameTaken(cause: unknown): ConflictError {
  return new ConflictError("A user of this name exists already.", {
    cause,
    suggestion: "Choose another name, or change the user there is.",
    fields: { username: ["This name is taken."] },
  });
}

function toRow(ctx: Context, wanted: z.output<typeof CreateUserInput>): UserRow {
  const { clock, random } = ctx.runtime;
  const now = clock.now();
  return {
    ...wanted,
    id: newId("usr", now, random),
    usernameKey: usernameKeyOf(wanted.username),
    passwordHash: NO_PASSWORD,
    mustChangePassword: false,
    active: true,
    lastSignInAt: null,
    passwordChangedAt: null,
    totpSecret: null,
    totpConfirmedAt: null,
    totpLastStep: null,
    devicesSince: 0,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
}
