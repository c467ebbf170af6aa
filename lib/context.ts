import type { Role } from "./db/schema/constants";
import type { Runtime } from "./runtime";

/** Every kind of caller: a click, a script and a job share verbs and one audit trail. */
export type Actor =
  | {
      type: "user";
      userId: string;
      username: string;
      role: Role;
      sessionId: string;
      mustChangePassword: boolean;
    }
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
}

export function systemContext(runtime: Runtime, job: string, requestId: string): Context {
  return { runtime, actor: { type: "system", job }, accounts: "all", requestId, address: null };
}
