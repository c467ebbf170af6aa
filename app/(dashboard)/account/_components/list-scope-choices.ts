import type { Context } from "#lib/context";
import { grantableScopes, scopesOf } from "#lib/users/tokens/scopes";

export interface ScopeChoices {
  presets: ReadonlyArray<{ title: string; text: string; scopes: readonly string[] }>;
  /** All that can be given, one by one. */
  all: readonly string[];
}

/** As far as the caller's role goes. */
export function listScopeChoices({ actor }: Context): ScopeChoices {
  if (actor.type !== "user") return { presets: [], all: [] };
  const { role } = actor;
  const backUp = {
    title: "Read and back up",
    text: "Start backups, hold them and check instances besides.",
    scopes: scopesOf("back_up", role),
  };
  const everything = {
    title: "Everything my role may",
    text: "Except what asks for your password: secrets, people and deletion in bulk.",
    scopes: scopesOf("everything", role),
  };
  return {
    presets: [
      {
        title: "Read",
        text: "Look at everything, change nothing.",
        scopes: scopesOf("read", role),
      },
      ...(role === "viewer" ? [] : [backUp, everything]),
    ],
    all: grantableScopes(role),
  };
}
