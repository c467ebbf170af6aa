import type { Context } from "../../context";
import { chooseLasting, whyNotLasting } from "../../credentials/lasting-credential";
import type { Queryable } from "../../db/client";
import type { ServiceError } from "../../errors";
import { findAccount } from "../../reconcile/accounts.repo";
import { listWords } from "../../schedules/list-words.pure";
import { listPlacesToProtect } from "./match.repo";
import type { RuleRow } from "./rules.repo";

const TEMPORARY_KEYS = "An account has temporary keys alone: no schedule can rest on them.";
const NAMED_MAX = 5;

/** What a rule for every account keeps is for everybody, who may not see the credential that it names. */
export function toKeptError({ accountRefs }: RuleRow, { reason, message }: ServiceError): string {
  return accountRefs === null && reason === "TemporaryCredential" ? TEMPORARY_KEYS : message;
}

/** What the rule keeps, with the accounts in question that this person sees. */
export async function tellError(ctx: Context, rule: RuleRow): Promise<string | null> {
  if (rule.error !== TEMPORARY_KEYS) return rule.error;
  const names = await listWithoutLastingKeys(ctx, rule);
  if (names.length === 0) return rule.error;
  const told = names.length > NAMED_MAX ? [...names.slice(0, NAMED_MAX), "others"] : names;
  const have = names.length === 1 ? "has" : "have";
  return `${listWords(told)} ${have} temporary keys alone: no schedule can rest on them.`;
}

/** Of the accounts that this person sees, where something is to be protected; one more than are named. */
async function listWithoutLastingKeys(ctx: Context, rule: RuleRow): Promise<string[]> {
  const q = ctx.runtime.db.read;
  const places = await listPlacesToProtect(q, rule);
  const names: string[] = [];
  for (const accountRef of new Set(places.map((place) => place.accountRef))) {
    if (names.length > NAMED_MAX) break;
    if (ctx.accounts !== "all" && !ctx.accounts.includes(accountRef)) continue;
    if (await lacksLastingKeys(q, accountRef)) names.push(await nameOf(q, accountRef));
  }
  return names;
}

async function lacksLastingKeys(q: Queryable, accountRef: string): Promise<boolean> {
  const id = await chooseLasting(q, { accountRef, preferredId: "" });
  return id !== undefined && (await whyNotLasting(q, id)) !== null;
}

async function nameOf(q: Queryable, accountRef: string): Promise<string> {
  const account = await findAccount(q, accountRef);
  if (!account) return "An account";
  return account.name === null ? account.accountId : `${account.name} (${account.accountId})`;
}
