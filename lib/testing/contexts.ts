import type { AccountScope, Actor, Context } from "../context";
import type { Role } from "../db/schema/constants";
import type { Runtime } from "../runtime";

export interface UserContextOptions {
  userId?: string;
  username?: string;
  accounts?: AccountScope;
  mustChangePassword?: boolean;
  mustSetUpSecondFactor?: boolean;
  /** When the password was last given; left out, it is always fresh. */
  provenAt?: number;
  address?: string;
}

/** A signed-in person; the rows behind it are those of `addTestPeople`, where a test needs them. */
export function userContext(
  runtime: Runtime,
  role: Role,
  options: UserContextOptions = {},
): Context {
  return contextOf(
    runtime,
    {
      type: "user",
      userId: options.userId ?? `usr_test-${role}`,
      username: options.username ?? `test-${role}`,
      role,
      sessionId: testSessionId(role),
      provenAt: options.provenAt ?? Number.MAX_SAFE_INTEGER,
      mustChangePassword: options.mustChangePassword ?? false,
      mustSetUpSecondFactor: options.mustSetUpSecondFactor ?? false,
    },
    options,
  );
}

/** Each role has one person in one session. */
export function testSessionId(role: Role): string {
  return `ses_test-${role}`;
}

export function systemContext(runtime: Runtime, job = "test"): Context {
  return contextOf(runtime, { type: "system", job }, {});
}

export function anonymousContext(runtime: Runtime): Context {
  return contextOf(runtime, { type: "anonymous" }, {});
}

function contextOf(runtime: Runtime, actor: Actor, options: UserContextOptions): Context {
  return {
    runtime,
    actor,
    accounts: options.accounts ?? "all",
    requestId: "req_test",
    address: options.address ?? "203.0.113.7",
  };
}
