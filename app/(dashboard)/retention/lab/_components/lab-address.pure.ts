import type { RetentionRules } from "#lib/retention/retention-rules.pure";
import { decodeRules, encodeRules } from "../../_components/rules-code.pure";

export const HORIZONS = [1, 3, 10] as const;
export const SCOPES = ["one", "policy", "all"] as const;
export type LabScope = (typeof SCOPES)[number];

export const PRICE_MAX = 10;

/** All that the lab shows stands in its address. */
export interface LabAddress {
  instance: string | null;
  /** Whose rules A are, and where B is saved; null for the one that the instance follows. */
  policy: string | null;
  /** Null: as saved. */
  a: RetentionRules | null;
  /** Null: as A. */
  b: RetentionRules | null;
  scope: LabScope;
  years: (typeof HORIZONS)[number];
  /** A day to come, as "2027-11-26"; null for now. */
  day: string | null;
  /** US dollars for a GiB and month; null for the setting. */
  price: number | null;
}

export type Params = Readonly<Record<string, string | string[] | undefined>>;

/** What cannot be read is as if it were left out. */
export function readLabAddress(params: Params): LabAddress {
  const text = (name: string) => {
    const value = params[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const price = Number(text("price") ?? Number.NaN);
  const fits = price >= 0 && price <= PRICE_MAX;
  const day = text("day");
  return {
    instance: text("instance"),
    policy: text("policy"),
    a: decodeRules(text("a") ?? ""),
    b: decodeRules(text("b") ?? ""),
    scope: SCOPES.find((scope) => scope === text("scope")) ?? "one",
    years: HORIZONS.find((years) => String(years) === text("years")) ?? 10,
    day: day !== null && /^\d{4}-\d\d-\d\d$/.test(day) ? day : null,
    price: fits ? price : null,
  };
}

export function toLabHref(address: Partial<LabAddress>): string {
  const { instance, policy, a, b, scope, years, day, price } = address;
  const params = new URLSearchParams();
  const set = (name: string, value: string | null | undefined) => {
    if (value !== null && value !== undefined) params.set(name, value);
  };
  set("instance", instance);
  set("policy", policy);
  set("a", a && encodeRules(a));
  set("b", b && encodeRules(b));
  set("scope", scope === "one" ? null : scope);
  set("years", years === 10 || years === undefined ? null : String(years));
  set("day", day);
  set("price", price === null || price === undefined ? null : String(price));
  const query = params.toString();
  return query === "" ? "/retention/lab" : `/retention/lab?${query}`;
}
