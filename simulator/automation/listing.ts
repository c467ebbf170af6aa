import { createHash } from "node:crypto";
import type { AwsError } from "../core/errors";

export interface ToList<T> {
  items: readonly T[];
  nameOf: (item: T) => string;
  token: string | undefined;
  limit: number;
  /** Account, region and list: a token is good for its own list only. */
  scope: string;
  invalidToken: () => AwsError;
}

/** A page in the order of names; the token names the last item seen, whatever is deleted since. */
export function listPage<T>(of: ToList<T>): { page: T[]; next: string | undefined } {
  const { items, nameOf, limit } = of;
  const after = of.token === undefined ? undefined : readToken(of);
  const rest = items
    .filter((item) => after === undefined || nameOf(item) > after)
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rest.length > page.length && last !== undefined;
  return { page, next: hasMore ? writeToken(of.scope, nameOf(last)) : undefined };
}

const seal = (scope: string, name: string): string =>
  createHash("sha256").update(`${scope}#${name}`).digest("base64url").slice(0, 16);

const writeToken = (scope: string, name: string): string =>
  Buffer.from(`${seal(scope, name)}${name}`).toString("base64url");

function readToken(of: Pick<ToList<unknown>, "token" | "scope" | "invalidToken">): string {
  const text = Buffer.from(of.token ?? "", "base64url").toString("utf8");
  const name = text.slice(16);
  if (text.slice(0, 16) !== seal(of.scope, name)) throw of.invalidToken();
  return name;
}
