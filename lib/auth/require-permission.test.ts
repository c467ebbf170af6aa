import { describe, expect, it } from "vitest";
import type { Actor, Context } from "../context";
import { ROLES, type Role } from "../db/schema/constants";
import { ForbiddenError, NotFoundError, UnauthorizedError } from "../errors";
import { PERMISSIONS, roleMay, type Permission } from "./permissions";
import { requireAccount, requirePermission } from "./require-permission";

const permissions = Object.keys(PERMISSIONS) as Permission[];

function context(actor: Actor, accounts: Context["accounts"] = "all"): Context {
  // requirePermission and requireAccount read the actor and the accounts, never the runtime.
  return { actor, accounts, requestId: "req_1", address: null } as unknown as Context;
}

function user(role: Role, mustChangePassword = false): Actor {
  return { type: "user", userId: "u", username: "u", role, sessionId: "s", mustChangePassword };
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
      const allowed = isAllowed(user("admin", true), permission);
      expect(allowed, permission).toBe(permission === "account.self");
    }
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
