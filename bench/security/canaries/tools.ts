import type { Context } from "#lib/context";
import type { Canary } from "./canary";
import type { Answer, Person, Sent } from "./people";
import type { Search } from "./search";
import type { CanaryWorld } from "./world";

export interface Planting {
  world: CanaryWorld;
  search: Search;
  admin: Person;
  /** Has a second factor afterwards, and no session any more. */
  enroller: Person;
}

export interface Tools {
  planting: Planting;
  plant(what: string, length?: number): Canary;
  ask(sent: Sent, person?: Person): Promise<Answer>;
}

export function expectId(json: Record<string, unknown>, what: string): string {
  const { id } = json;
  if (typeof id === "string") return id;
  throw new Error(`No ${what} was made: ${JSON.stringify(json)}`);
}

/** That person, for what is done by the verbs themselves. */
export function actAs({ world }: Planting, person: Person): Context {
  const { role, userId, username, sessionId } = person;
  if (role === "nobody") throw new Error("Nobody acts.");
  return {
    ...world.installation.ctx,
    actor: {
      type: "user",
      userId,
      username,
      role,
      sessionId,
      provenAt: Date.now(),
      mustChangePassword: false,
      mustSetUpSecondFactor: false,
    },
  };
}
