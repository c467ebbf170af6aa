import { selectUserByKey, usernameKeyOf } from "../../auth/users.repo";
import type { Context } from "../../context";
import { NotFoundError, ValidationError } from "../../errors";
import { activateUser } from "../activate-user";
import { createUser } from "../create-user";
import { deactivateUser } from "../deactivate-user";
import { deleteUser } from "../delete-user";
import { listUserAccounts } from "../list-user-accounts";
import { listUsers } from "../list-users";
import type { ManagedUserDto, PasswordLinkDto } from "../managed-user-dto";
import { resetSecondFactor } from "../reset-second-factor";
import { renewPasswordLink } from "../renew-password-link";
import { resetUserPassword } from "../reset-user-password";
import { CreateUserInput } from "../schemas";
import { NO_PASSWORD } from "../../auth/no-password.pure";
import type { UserAct, UserCommand } from "./parse-user-command";

/** The lines to print. */
export async function runUserCommand(ctx: Context, command: UserCommand): Promise<string[]> {
  if (command.act === "list") return list(ctx);
  if (command.act === "create") return create(ctx, command);
  const user = await selectUserByKey(ctx.runtime.db.read, usernameKeyOf(command.username));
  if (!user) {
    throw new NotFoundError(`The user ${command.username}`, {
      suggestion: "npm run users -- list says who there is.",
    });
  }
  const ref = { userId: user.id };
  const acts: Readonly<Record<UserAct, () => Promise<string[]>>> = {
    async reset() {
      const renews = user.passwordHash === NO_PASSWORD;
      const { link } = await (renews ? renewPasswordLink : resetUserPassword)(ctx, ref);
      return toLinkLines(ctx, link);
    },
    async "reset-second-factor"() {
      if (user.totpConfirmedAt === null) {
        return [
          `${user.username} has no second factor: there is none to reset, and nothing changed.`,
        ];
      }
      await resetSecondFactor(ctx, ref);
      return [`${user.username} signs in with the password alone, until a new one is set up.`];
    },
    async deactivate() {
      await deactivateUser(ctx, ref);
      return [`${user.username} is deactivated and signed out everywhere.`];
    },
    async activate() {
      const { state } = await activateUser(ctx, ref);
      const needsLink = state === "active" ? "" : " They need a new link: reset.";
      return [`${user.username} is active.${needsLink}`];
    },
    async delete() {
      await deleteUser(ctx, ref);
      return [`${user.username} is deleted. What they did stays, under their name.`];
    },
  };
  return acts[command.act]();
}

async function create(
  ctx: Context,
  { username, role, email, accountIds }: Extract<UserCommand, { act: "create" }>,
): Promise<string[]> {
  const accountRefs = accountIds.length === 0 ? null : await toAccountRefs(ctx, accountIds);
  const parsed = CreateUserInput.safeParse({ username, role, email, accountRefs });
  if (!parsed.success) {
    throw new ValidationError(parsed.error.issues.map(({ message }) => message).join(" "));
  }
  return toLinkLines(ctx, (await createUser(ctx, parsed.data)).link);
}

async function toAccountRefs(ctx: Context, accountIds: readonly string[]): Promise<string[]> {
  const known = await listUserAccounts(ctx);
  return accountIds.flatMap((accountId) => {
    const refs = known.filter((account) => account.accountId === accountId);
    if (refs.length === 0) {
      const numbers = known.map((account) => account.accountId).join(", ");
      throw new NotFoundError(`The account ${accountId}`, {
        suggestion: `An account is here once it has a credential. There is: ${numbers || "none"}.`,
      });
    }
    return refs.map(({ accountRef }) => accountRef);
  });
}

async function list(ctx: Context): Promise<string[]> {
  const lines: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await listUsers(ctx, cursor === undefined ? {} : { cursor });
    lines.push(...page.items.map(toLine));
    cursor = page.nextCursor;
  }
  return lines;
}

function toLine({ username, role, state, accounts, hasSecondFactor }: ManagedUserDto): string {
  const where = accounts?.map(({ accountId }) => accountId).join(",") ?? "every account";
  return [username, role, state, where, hasSecondFactor ? "second factor" : ""]
    .join("\t")
    .trimEnd();
}

function toLinkLines(ctx: Context, link: PasswordLinkDto): string[] {
  const { host, port } = ctx.runtime.config.listen;
  const guess = new URL(link.path, `http://${host}:${port}`).href;
  return [
    link.url ?? guess,
    `It works once, until ${link.expiresAt}. Hand it over in a safe way: whoever opens it first chooses the password.`,
    ...(link.url === null
      ? [
          "The address in front of the # is a guess: set NEXTAUTH_URL to where browsers reach AMIVault.",
        ]
      : []),
  ];
}
