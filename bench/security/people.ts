import { eq } from "drizzle-orm";
import {
  ASKS_FOR_PROOF,
  LEAST_ROLE,
  NOT_FOR_TOKENS,
  OWING_FACTOR,
  OWING_PASSWORD,
  PUBLIC,
} from "../../app/matrix.table";
import { PROOF_MS } from "#lib/auth/require-permission";
import type { Role } from "#lib/db/schema/constants";
import { sessions } from "#lib/db/schema/index";
import { createCaller, createTokenCaller, type Caller, type SecurityWorld } from "./world";

/** Who asks; all but `role` narrows what the role alone would allow. */
export interface Person {
  name: string;
  role: Role | null;
  owes?: ReadonlySet<string>;
  isStale?: true;
  accountRefs?: string[];
  /** Of the personal token that asks, where no session does. */
  scopes?: readonly string[];
}

const ROLES = ["viewer", "operator", "admin"] as const;
const EVERY_SCOPE = Object.keys(LEAST_ROLE);

export const PEOPLE: readonly Person[] = [
  { name: "nobody", role: null },
  { name: "viewer", role: "viewer" },
  { name: "operator", role: "operator" },
  { name: "admin", role: "admin" },
  { name: "admin of one account", role: "admin", accountRefs: ["acc_unknown"] },
  { name: "admin without a proof", role: "admin", isStale: true },
  { name: "owes a password", role: "admin", owes: OWING_PASSWORD },
  { name: "owes a second factor", role: "admin", owes: OWING_FACTOR },
  { name: "an admin's token without scopes", role: "admin", scopes: [] },
  { name: "an admin's token of every scope", role: "admin", scopes: EVERY_SCOPE },
  { name: "a viewer's token of every scope", role: "viewer", scopes: EVERY_SCOPE },
];

/** By the written tables alone. */
export function mayPass(
  { role, owes, isStale, scopes }: Person,
  { name, permission, isAction }: { name: string; permission: string; isAction: boolean },
): boolean {
  if (PUBLIC.has(name)) return true;
  if (role === null) return false;
  // Actions are for pages: no token gets one of theirs.
  if (scopes && isAction) return false;
  if (permission === "signedIn") return true;
  const least = LEAST_ROLE[permission];
  if (least === undefined) throw new Error(`${permission} is missing from the written table.`);
  if (owes && !owes.has(permission)) return false;
  if (isStale && ASKS_FOR_PROOF.has(permission)) return false;
  if (scopes && NOT_FOR_TOKENS.has(permission)) return false;
  if (scopes && permission !== "account.read" && !scopes.includes(permission)) return false;
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** That person anew, in a new session or with a new token; null for nobody. */
export async function callerFor(world: SecurityWorld, person: Person): Promise<Caller | null> {
  const { role, accountRefs, owes, isStale, scopes } = person;
  if (role === null) return null;
  if (scopes) return createTokenCaller(world, { role, scopes });
  const caller = await createCaller(world, {
    role,
    user: {
      ...(accountRefs ? { accountRefs } : {}),
      ...(owes === OWING_PASSWORD ? { mustChangePassword: true } : {}),
      ...(owes === OWING_FACTOR ? { totpConfirmedAt: null } : {}),
    },
  });
  if (isStale) await ageProof(world, caller);
  return caller;
}

async function ageProof({ installation }: SecurityWorld, { userId }: Caller): Promise<void> {
  const provenAt = installation.runtime.clock.now() - PROOF_MS;
  await installation.runtime.db.write((tx) =>
    tx.update(sessions).set({ provenAt }).where(eq(sessions.userId, userId)),
  );
}
