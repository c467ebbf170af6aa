import { recordAudit } from "../audit/record-audit";
import { selectUserByKey, usernameKeyOf } from "../auth/users.repo";
import { isWerkzeugHash } from "../auth/werkzeug-hash";
import type { Context } from "../context";
import { PreconditionFailedError } from "../errors";
import { newId } from "../ids";
import { hasUsers, insertUser } from "../users/users.repo";
import { leaveOut, type ImportReport } from "./import-report";
import type { Original, OriginalRow } from "./read-original";

interface Options {
  original: Original;
  report: ImportReport;
  check: boolean;
}

/** Their passwords stay: each is verified by its old hash once, and hashed anew as it signs in. */
export async function importUsers(ctx: Context, options: Options): Promise<void> {
  const { original, report, check } = options;
  await requireAdministrator(ctx, original);
  for (const user of original.users) {
    const key = usernameKeyOf(user.username);
    const known = await selectUserByKey(ctx.runtime.db.read, key);
    if (known) {
      report.users.present += 1;
      continue;
    }
    if (key === "" || !isWerkzeugHash(user.password_hash)) {
      leaveOut(report, "users", `User ${user.username}: its password cannot be verified here.`);
      continue;
    }
    report.users.imported += 1;
    if (user.two_factor_enabled === true) {
      report.notes.push(`User ${user.username}: the second factor is not imported.`);
    }
    if (!check) await insert(ctx, user);
  }
}

/** The first start makes an administrator only where there is no user at all. */
async function requireAdministrator(ctx: Context, { users }: Original): Promise<void> {
  if (await hasUsers(ctx.runtime.db.read)) return;
  if (users.some(({ username }) => usernameKeyOf(username) === "admin")) return;
  throw new PreconditionFailedError("Nobody would be an administrator.", {
    suggestion: "Start AMIVault once, which makes one, stop it, then import.",
  });
}

/** The original knew one administrator, by name; everybody else could do nearly everything. */
async function insert(ctx: Context, user: OriginalRow<"users">): Promise<void> {
  const { clock, random, db } = ctx.runtime;
  const now = clock.now();
  const usernameKey = usernameKeyOf(user.username);
  const role = usernameKey === "admin" ? ("admin" as const) : ("operator" as const);
  await db.write(async (tx) => {
    if (await selectUserByKey(tx, usernameKey)) return;
    const id = newId("usr", now, random);
    await insertUser(tx, {
      id,
      username: user.username,
      usernameKey,
      email: user.email?.includes("@") === true ? user.email : null,
      role,
      accountRefs: null,
      passwordHash: user.password_hash,
      mustChangePassword: false,
      active: user.is_active,
      lastSignInAt: null,
      passwordChangedAt: null,
      createdAt: user.created_at ?? now,
      updatedAt: now,
      deletedAt: null,
    });
    await recordAudit(tx, ctx, {
      action: "import.user",
      targetType: "user",
      targetId: id,
      after: { username: user.username, role, active: user.is_active },
    });
  });
}
