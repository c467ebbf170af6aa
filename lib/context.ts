import type { Permission } from "./auth/permissions";
import type { EpochMs } from "./clock";
import type { Role } from "./db/schema/constants";
import type { Runtime } from "./runtime";

/** A person in a session: a browser's, or a script's by /api/login. */
export interface UserActor {
  type: "user";
  userId: string;
  username: string;
  role: Role;
  sessionId: string;
  /** When a password or a code was last given in it. */
  provenAt: EpochMs;
  mustChangePassword: boolean;
  /** The role asks for a second factor, and there is none yet. */
  mustSetUpSecondFactor: boolean;
}

/** A person's own token: never more than the scopes it was given and the role as it is now. */
export interface TokenActor {
  type: "token";
  tokenId: string;
  userId: string;
  username: string;
  role: Role;
  scopes: readonly Permission[];
}

/** Every kind of caller: a click, a script and a job share verbs and one audit trail. */
export type Actor =
  | UserActor
  | TokenActor
  | { type: "system"; job: string }
  | { type: "cli"; name: string }
  /** A report of a function in AWS, its place's id. */
  | { type: "callback"; placeId: string }
  | { type: "anonymous" };

/** `all`, or the ids (accounts.id) of the accounts the caller may see. */
export type AccountScope = "all" | readonly string[];

export interface Context {
  runtime: Runtime;
  actor: Actor;
  accounts: AccountScope;
  requestId: string;
  /** The client's address, for the audit log and for limits. */
  address: string | null;
  /** What the browser's device cookie says, signed by us; see lib/auth/known-device.ts. */
  device?: DeviceClaim | null;
}

/** A browser in which this user signed in fully. */
export interface DeviceClaim {
  userId: string;
  deviceId: string;
  signedInAt: EpochMs;
}

export function systemContext(runtime: Runtime, job: string, requestId: string): Context {
  return { runtime, actor: { type: "system", job }, accounts: "all", requestId, address: null };
}

/** The id of the person behind it, whether by a session or by a token of theirs. */
export function userIdOf(actor: Actor): string | null {
  return actor.type === "user" || actor.type === "token" ? actor.userId : null;
}

/** Who it was, as plans, backups, alerts and the audit log name them. */
export function actorName(actor: Actor): string {
  switch (actor.type) {
    case "user":
    case "token":
      return actor.username;
    case "system":
      return actor.job;
    case "cli":
      return actor.name;
    case "callback":
      return "function";
    case "anonymous":
      return "anonymous";
  }
}
