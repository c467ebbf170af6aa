import { describe, expect, it } from "vitest";
import type { Actor, Context, UserActor } from "../context";
import { ROLES, type Role } from "../db/schema/constants";
import { ForbiddenError, NotFoundError, UnauthorizedError } from "../errors";
import { PERMISSIONS, isDelegable, needsProof, roleMay, type Permission } from "./permissions";
import { PROOF_MS, requireAccount, requirePermission } from "./require-permission";

const permissions = Object.keys(PERMISSIONS) as Permission[];

function context(actor: Actor, accounts: Context["accounts"] = "all"): Context {
  // requirePermission and requireAccount read the actor, the accounts and the clock.
  const runtime = { clock: { now: () => NOW } };
  return { runtime, actor, accounts, requestId: "req_1", address: null } as unknown as Context;
}

const NOW = 1_000_000_000;
const FRESH = { provenAt: NOW, mustChangePassword: false, mustSetUpSecondFactor: false };

function user(role: Role, more: Partial<UserActor> = {}): UserActor {
  return { type: "user", userId: "u", username: "u", role, sessionId: "s", ...FRESH, ...more };
}

function token(role: Role, scopes: readonly Permission[]): Actor {
  return { type: "token", tokenId: "t", userId: "u", username: "u", role, scopes };
}

function isAllowed(actor: Actor, permission: Permission): boolean {
  try {
    requirePermission(context(actor), permission);
    return true;
  } catch (error) {
    if (error instanceof ForbiddenError) return false;
    throw error;
  }
}

describe("requirePermission", () => {
  it("lets nobody in without signing in", () => {
    for (const permission of permissions) {
      expect(() => requirePermission(context({ type: "anonymous" }), permission)).toThrow(
        UnauthorizedError,
      );
    }
  });

  it("follows the table for every role and permission", () => {
    for (const role of ROLES) {
      for (const permission of permissions) {
        const allowed = isAllowed(user(role), permission);
        expect(allowed, `${role} ${permission}`).toBe(roleMay(role, permission));
      }
    }
  });

  it("keeps the destructive and secret verbs for administrators", () => {
    for (const permission of permissions.filter((p) =>
      /^(backups\.delete|instances\.remove|(credentials|policies|users|settings)\.write)$/.test(p),
    )) {
      expect(PERMISSIONS[permission]).toEqual(["admin"]);
    }
  });

  it("allows nothing but the own account before the first password was changed", () => {
    for (const permission of permissions) {
      const allowed = isAllowed(user("admin", { mustChangePassword: true }), permission);
      expect(allowed, permission).toBe(/^account\.(self|read)$/.test(permission));
    }
  });

  it("allows nothing but the own account before a second factor that the role asks for", () => {
    for (const permission of permissions) {
      const allowed = isAllowed(user("admin", { mustSetUpSecondFactor: true }), permission);
      expect(allowed, permission).toBe(permission.startsWith("account."));
    }
  });

  it("asks for a proof of the last ten minutes for secrets, people and destruction in bulk", () => {
    const stale = user("admin", { provenAt: NOW - PROOF_MS });
    const asked = permissions.filter((permission) => !isAllowed(stale, permission));
    expect(asked).toEqual(permissions.filter(needsProof));
    const fresh = user("admin", { provenAt: NOW - PROOF_MS + 1 });
    expect(permissions.filter((permission) => !isAllowed(fresh, permission))).toEqual([]);
  });

  it("gives a token its scopes within the role, and never what asks for a proof", () => {
    const all = permissions.filter((permission) =>
      isAllowed(token("admin", permissions), permission),
    );
    expect(all).toEqual(permissions.filter(isDelegable));
    expect(isAllowed(token("viewer", permissions), "backups.create")).toBe(false);
    const none = permissions.filter((permission) => isAllowed(token("admin", []), permission));
    expect(none).toEqual(["account.read"]);
  });
});

describe("requireAccount", () => {
  it("hides what belongs to another account", () => {
    const limited = context(user("viewer"), ["acc_1"]);
    expect(() => requireAccount(limited, "acc_1", "The instance")).not.toThrow();
    expect(() => requireAccount(limited, "acc_2", "The instance")).toThrow(NotFoundError);
    expect(() => requireAccount(context(user("viewer")), "acc_2", "x")).not.toThrow();
  });
});
