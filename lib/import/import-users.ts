import { recordAudit } from "../audit/record-audit";
import { selectUserByKey, usernameKeyOf } from "../auth/users.repo";
import { isVerifiableWerkzeug } from "../auth/werkzeug-hash";
import type { Context } from "../context";
import { PreconditionFailedError } from "../errors";
import { newId } from "../ids";
import { hasAdministrator, hasDeletedName, hasUsers, insertUser } from "../users/users.repo";
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
  await requireAdministrator(ctx, options);
  for (const user of original.users) {
    const key = usernameKeyOf(user.username);
    const known = await selectUserByKey(ctx.runtime.db.read, key);
    if (known) {
      report.users.present += 1;
      continue;
    }
    // Whoever was deleted here comes back by a person's word alone, not with their old password.
    if (await hasDeletedName(ctx.runtime.db.read, key)) {
      leaveOut(report, "users", `User ${user.username}: was deleted here; invite them anew.`);
      continue;
    }
    if (key === "" || !isVerifiableWerkzeug(user.password_hash)) {
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

const ADMIN_KEY = "admin";
const KNOWN = "the user admin that is here already is no active one";
const DELETED = "the user admin was deleted here";
const ALONE = "Start AMIVault once, which makes one, stop it, then import.";
const AMONG_OTHERS =
  "Start again from a copy of the database that has one, or with an empty data folder.";

/** The first start makes an administrator only where there is no user at all. */
async function requireAdministrator(ctx: Context, { original, report }: Options): Promise<void> {
  const { read } = ctx.runtime.db;
  const others = await hasUsers(read);
  const known = await selectUserByKey(read, ADMIN_KEY);
  const wasDeleted = await hasDeletedName(read, ADMIN_KEY);
  const problem = known ? KNOWN : wasDeleted ? DELETED : findProblem(original);
  if (!(await hasAdministrator(read)) && problem !== null) {
    throw new PreconditionFailedError(`Nobody would be an administrator: ${problem}.`, {
      suggestion: others ? AMONG_OTHERS : ALONE,
    });
  }
  if (others && problem === null) {
    report.notes.push(
      "User admin: an administrator of this installation, which has users already. " +
        "Whoever knows that password of the original may do everything here.",
    );
  }
}

/** Why the import would not make the original's administrator one who can sign in, or null. */
function findProblem({ users }: Original): string | null {
  const named = users.filter(({ username }) => usernameKeyOf(username) === ADMIN_KEY);
  if (named.length === 0) return "the original has no user admin";
  const admin = named.find((user) => isVerifiableWerkzeug(user.password_hash));
  if (!admin) return "the password of the original's user admin cannot be verified here";
  return admin.is_active ? null : "the original's user admin is not active";
}

/** The original knew one administrator, by name; everybody else could do nearly everything. */
async function insert(ctx: Context, user: OriginalRow<"users">): Promise<void> {
  const { clock, random, db } = ctx.runtime;
  const now = clock.now();
  const usernameKey = usernameKeyOf(user.username);
  const role = usernameKey === ADMIN_KEY ? ("admin" as const) : ("operator" as const);
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
      totpSecret: null,
      totpConfirmedAt: null,
      totpLastStep: null,
      devicesSince: 0,
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
