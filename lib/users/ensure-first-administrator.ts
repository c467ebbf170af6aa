import { recordAudit } from "../audit/record-audit";
import { hashPassword } from "../auth/password-hash";
import { passwordProblem } from "../auth/password-problem";
import type { UserRow } from "../auth/sessions.repo";
import { usernameKeyOf } from "../auth/users.repo";
import { systemContext } from "../context";
import { PreconditionFailedError } from "../errors";
import { newId, type RandomBytes } from "../ids";
import type { Runtime } from "../runtime";
import { Username } from "./schemas";
import { hasUsers, insertUser } from "./users.repo";

export type FirstAdministrator =
  | { created: false }
  | {
      created: true;
      username: string;
      /** To be printed once by the launcher; null when ADMIN_PASSWORD was given. */
      generatedPassword: string | null;
    };

/**
 * Creates the first administrator where there is no user yet. Two processes at once create one:
 * the one that comes second sees it inside its transaction.
 */
export async function ensureFirstAdministrator(runtime: Runtime): Promise<FirstAdministrator> {
  if (await hasUsers(runtime.db.read)) return { created: false };
  const { admin } = runtime.config;
  const username = requireUsername(admin.username);
  const generatedPassword = admin.password === undefined ? generatePassword(runtime.random) : null;
  const password = generatedPassword ?? requirePassword(admin.password ?? "", admin);
  const passwordHash = await hashPassword(password);
  const created = await runtime.db.write(async (tx) => {
    if (await hasUsers(tx)) return false;
    const user = newAdministrator(runtime, { username, email: admin.email ?? null, passwordHash });
    await insertUser(tx, user);
    const ctx = systemContext(runtime, "first_administrator", newId("req", user.createdAt));
    await recordAudit(tx, ctx, {
      action: "user.create",
      targetType: "user",
      targetId: user.id,
      after: { username, role: user.role },
    });
    return true;
  });
  return created ? { created, username, generatedPassword } : { created };
}

function newAdministrator(
  runtime: Runtime,
  input: { username: string; email: string | null; passwordHash: string },
): UserRow {
  const now = runtime.clock.now();
  return {
    ...input,
    id: newId("usr", now, runtime.random),
    usernameKey: usernameKeyOf(input.username),
    role: "admin",
    accountRefs: null,
    mustChangePassword: true,
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

function requireUsername(text: string): string {
  const parsed = Username.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new PreconditionFailedError("ADMIN_USERNAME cannot be used.", {
    suggestion: parsed.error.issues[0]?.message ?? "",
  });
}

function requirePassword(
  password: string,
  admin: { username: string; email: string | undefined },
): string {
  const { username, email = null } = admin;
  const problem = passwordProblem(password, { username, email });
  if (problem === null) return password;
  throw new PreconditionFailedError(`ADMIN_PASSWORD cannot be used: ${problem}`, {
    suggestion: `Make one with: node -e "console.log(crypto.randomBytes(15).toString('base64url'))"`,
  });
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** 100 bits in four groups of five, easy to read and to type. */
function generatePassword(random: RandomBytes): string {
  const letters = Array.from(random(20), (byte) => ALPHABET.charAt(byte & 31)).join("");
  return letters.match(/.{5}/g)?.join("-") ?? letters;
}
