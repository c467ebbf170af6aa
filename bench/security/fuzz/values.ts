import { z } from "zod";
import type { Random } from "../../retention/random";
import { HOSTILE_NUMBERS, HOSTILE_TEXTS, HOSTILE_VALUES, POLLUTION } from "./hostile";

type Schema = z.core.JSONSchema.BaseSchema;

export interface Maker {
  random: Random;
  /** Ids of records that are there, by what a member or an address is called. */
  idFor(hint: string): string;
}

/** What the declaration takes, as JSON Schema; `{}` where it takes anything. */
export function toSchema(schema: z.ZodType | undefined): Schema {
  if (!schema) return {};
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any", cycles: "ref" });
}

const DEPTH_MAX = 8;
/** As JSON.parse makes it: a member, not the prototype. */
const OWN_MEMBER = { value: { role: "admin" }, enumerable: true, configurable: true };

/** A value that the schema takes, as far as JSON Schema tells. */
export function validOf(maker: Maker, schema: Schema, hint = "", depth = 0): unknown {
  const { random } = maker;
  if (depth > DEPTH_MAX) return null;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options && options.length > 0)
    return validOf(maker, asSchema(random.pick(options)), hint, depth + 1);
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => validOf(maker, asSchema(part), hint, depth + 1));
    return parts.every(isObject) ? Object.assign({}, ...parts) : parts[0];
  }
  switch (schema.type) {
    case "object":
      return validObject(maker, schema, depth);
    case "array":
      return validArray(maker, schema, hint, depth);
    case "string":
      return validText(maker, schema, hint);
    case "integer":
    case "number":
      return validNumber(maker, schema);
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    default:
      return random.chance(0.5) ? maker.idFor(hint) : random.int(0, 50);
  }
}

/** The same, with one or a few members at, or beyond, what the schema takes. */
export function hostileOf(maker: Maker, schema: Schema, hint = ""): unknown {
  const { random } = maker;
  const valid = validOf(maker, schema, hint);
  if (!isObject(valid) || random.chance(0.08)) return anything(random);
  const changed: Record<string, unknown> = { ...valid };
  const names = Object.keys(schema.properties ?? valid);
  for (let count = random.int(1, 2); count > 0 && names.length > 0; count--) {
    const name = random.pick(names);
    const member = asSchema(schema.properties?.[name]);
    if (random.chance(0.15)) delete changed[name];
    else changed[name] = spoil(maker, member, { name, value: changed[name] });
  }
  if (random.chance(0.1)) Object.assign(changed, { extra: anything(random), admin: true });
  if (random.chance(0.05)) Object.defineProperty(changed, "__proto__", OWN_MEMBER);
  return changed;
}

function spoil(maker: Maker, schema: Schema, of: { name: string; value: unknown }): unknown {
  const { random } = maker;
  if (Array.isArray(of.value) && random.chance(0.6)) {
    const items = of.value;
    return random.pick([
      [...items, ...items, ...items],
      Array.from({ length: 3_000 }, () => items[0] ?? maker.idFor(of.name)),
      [...items, anything(random)],
      [],
    ]);
  }
  if (isObject(of.value) && random.chance(0.6)) return hostileOf(maker, schema, of.name);
  if (typeof of.value === "string" && random.chance(0.8)) return hostileText(random, schema);
  if (typeof of.value === "number" && random.chance(0.8)) return hostileNumber(random, schema);
  return anything(random);
}

export function anything(random: Random): unknown {
  return random.pick<() => unknown>([
    () => random.pick(HOSTILE_TEXTS),
    () => random.pick(HOSTILE_NUMBERS),
    () => random.pick(HOSTILE_VALUES),
    () => POLLUTION,
  ])();
}

export function hostileText(random: Random, schema: Schema): string {
  const atBound = [schema.maxLength, schema.minLength]
    .filter((bound): bound is number => bound !== undefined && bound < 100_000)
    .flatMap((bound) => [bound - 1, bound, bound + 1]);
  if (atBound.length > 0 && random.chance(0.4))
    return random.pick(["a", "é", "😀", " ", "0"]).repeat(Math.max(0, random.pick(atBound)));
  return random.pick(HOSTILE_TEXTS);
}

function hostileNumber(random: Random, schema: Schema): number {
  const bounds = [schema.minimum, schema.maximum, schema.exclusiveMinimum, schema.exclusiveMaximum];
  const atBound = bounds
    .filter((bound): bound is number => typeof bound === "number")
    .flatMap((bound) => [bound - 1, bound, bound + 1, bound + 0.5]);
  return random.pick([...atBound, ...HOSTILE_NUMBERS]);
}

function validObject(maker: Maker, schema: Schema, depth: number): unknown {
  const required = new Set(schema.required ?? []);
  const members = Object.entries(schema.properties ?? {})
    .filter(([name]) => required.has(name) || maker.random.chance(0.5))
    .map(([name, member]) => [name, validOf(maker, asSchema(member), name, depth + 1)]);
  return Object.fromEntries(members);
}

function validArray(maker: Maker, schema: Schema, hint: string, depth: number): unknown[] {
  const length = Math.max(
    schema.minItems ?? 0,
    Math.min(schema.maxItems ?? 3, maker.random.int(0, 3)),
  );
  const items = asSchema(Array.isArray(schema.items) ? schema.items[0] : schema.items);
  return Array.from({ length }, () => validOf(maker, items, hint, depth + 1));
}

const TEXTS: ReadonlyArray<readonly [RegExp, readonly string[]]> = [
  [/region/i, ["eu-central-1", "us-east-1", "cn-north-1"]],
  [/zone/i, ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Chatham"]],
  [/cron|expression/i, ["0 3 * * *", "*/5 * * * *", "0 0 1 1 *"]],
  [
    /at$|from|to$|since|until|day|date/i,
    ["2026-11-27T00:00:00Z", "2026-03-29", "2024-02-29T23:59:59.999Z"],
  ],
  [/time/i, ["03:00", "23:59"]],
  [/url/i, ["https://hooks.example.com/x", "http://127.0.0.1:9/", "https://10.0.0.1/"]],
  [/mail/i, ["ops@example.com"]],
  [/accountId/i, ["123456789012"]],
];

function validText(maker: Maker, schema: Schema, hint: string): string {
  const { random } = maker;
  if (/id$|ids$|ref$|refs$|cursor|^key$/i.test(hint) && random.chance(0.8))
    return maker.idFor(hint);
  const known = TEXTS.find(([pattern]) => pattern.test(hint));
  if (known && random.chance(0.8)) return random.pick(known[1]);
  const min = schema.minLength ?? 0;
  const max = Math.min(schema.maxLength ?? 40, 200);
  return random
    .pick(["web", "Nightly", "prod-db 7", "ü", "0", "name"])
    .padEnd(min, "x")
    .slice(0, Math.max(min, max));
}

function validNumber({ random }: Maker, schema: Schema): number {
  const min = schema.minimum ?? schema.exclusiveMinimum ?? 0;
  const max = Math.min(Number(schema.maximum ?? schema.exclusiveMaximum ?? 1_000), 1e9);
  const low = Math.ceil(Math.max(Number(min), -1e9));
  return random.int(low, Math.max(low, Math.floor(Number(max))));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asSchema(schema: unknown): Schema {
  return isObject(schema) ? schema : {};
}
