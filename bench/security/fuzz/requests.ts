import type { Route } from "#lib/web/declare-route";
import type { BuiltAction } from "../built-actions";
import { encodeArguments } from "../call-action";
import { HOSTILE_TEXTS } from "./hostile";
import { anything, hostileOf, hostileText, toSchema, validOf, type Maker } from "./values";

/** What goes over the wire, apart from who sends it. */
export interface FuzzRequest {
  what: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: BodyInit | undefined;
  /** The connection breaks off then. */
  goneAfterMs?: number;
}

const ODD_TYPES = [
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  "multipart/form-data; boundary=x",
  "application/json; charset=utf-16",
  "application/xml",
  "x",
  "",
];
const ODD_BODIES = [
  "{",
  "[",
  '{"a":',
  "nul",
  '{"a":1}}',
  "\u0000",
  "--x--",
  '"',
  "[".repeat(3_000),
  "ÿ",
];
const ODD_HEADERS: ReadonlyArray<readonly [string, string]> = [
  ["cookie", "amivault-session=x; amivault-session=y; __Host-amivault-session=%ff"],
  ["cookie", "=; ;;; a"],
  ["authorization", "Bearer"],
  ["authorization", "Bearer ey.ey.ey"],
  ["authorization", "Basic Zm9vOmJhcg=="],
  ["idempotency-key", "x".repeat(300)],
  ["idempotency-key", "ä".normalize("NFC")],
  ["x-forwarded-for", "'; drop table x, 127.0.0.1"],
  ["x-forwarded-host", "evil.example"],
  ["x-forwarded-proto", "https,http"],
  ["accept", "*/*;q=NaN"],
  ["accept-encoding", "gzip;q=-1, br"],
  ["accept-language", "x".repeat(2_000)],
  ["range", "bytes=0-,5-1"],
  ["if-none-match", "*"],
  ["last-event-id", "-1"],
  ["last-event-id", "9999999999999999999999"],
  ["user-agent", "() { :;}; \u00ff"],
  ["x-middleware-subrequest", "proxy:proxy:proxy:proxy:proxy"],
  ["x-http-method-override", "DELETE"],
  ["rsc", "1"],
  ["next-router-state-tree", "%5B%22"],
  ["next-router-prefetch", "1"],
  ["next-url", "//evil.example"],
  ["origin", "null"],
  ["content-encoding", "gzip"],
];

/** Half of what the declaration takes, half of what is at or beyond its bounds. */
export function fuzzRoute(maker: Maker, route: Route): FuzzRequest {
  const { random } = maker;
  const isOdd = random.chance(0.5);
  const make = isOdd ? hostileOf : validOf;
  const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(
      isOdd && random.chance(0.3)
        ? wellFormed(random.pick(HOSTILE_TEXTS)).slice(0, 2_000) || "%"
        : maker.idFor(`${route.path} ${name}`),
    ),
  );
  const query = toQuery(make(maker, toSchema(route.query)));
  const input = make(maker, toSchema(route.signed?.schema ?? route.body));
  const body = route.method === "GET" ? undefined : JSON.stringify(input);
  return withOddities(maker, {
    what: `${route.method} ${route.path}`,
    method: route.method,
    path: route.query && random.chance(0.9) ? `${path}${query}` : path,
    headers: { "content-type": "application/json" },
    body,
  });
}

export function fuzzAction(maker: Maker, action: BuiltAction): FuzzRequest {
  const { random } = maker;
  const make = random.chance(0.5) ? hostileOf : validOf;
  const input = make(maker, toSchema(action.spec.input));
  const body = action.isForm ? toForm(input) : encodeArguments(input);
  const isText = typeof body === "string";
  return withOddities(maker, {
    what: action.name,
    method: "POST",
    path: action.path,
    headers: {
      accept: "text/x-component",
      "next-action": random.chance(0.98) ? action.id : random.pick(["x", "0".repeat(42), "../x"]),
      ...(isText ? { "content-type": "text/plain;charset=UTF-8" } : {}),
    },
    body: isText && random.chance(0.1) ? flightOddity(maker) : body,
  });
}

/** References, promises, maps, streams and broken rows of React's encoding. */
function flightOddity({ random }: Maker): string {
  return random.pick([
    '["$1"]',
    '["$@1"]',
    '["$K1"]',
    '["$F1"]',
    '["$Q1"]',
    '["$W1"]',
    '["$B1"]',
    '["$R1"]',
    '["$i1"]',
    '["$T"]',
    '["$n1e9"]',
    '["$D"]',
    '["$undefined"]',
    '["$Infinity","$-0","$NaN"]',
    '["$0"]',
    '["$1:__proto__:x"]',
    '["$1:constructor:constructor"]',
    '{"0":"x"}',
    "[]",
    "x",
    "",
    '[{"__proto__":{"id":"x"}}]',
    `[${"[".repeat(500)}${"]".repeat(500)}]`,
    JSON.stringify([anything(random)]),
  ]);
}

function withOddities(maker: Maker, request: FuzzRequest): FuzzRequest {
  const { random } = maker;
  const odd = { ...request, headers: { ...request.headers } };
  if (random.chance(0.06)) {
    const [name, value] = random.pick(ODD_HEADERS);
    odd.headers[name] = toHeader(value);
  }
  if (odd.body !== undefined && random.chance(0.03))
    odd.headers["content-type"] = random.pick(ODD_TYPES);
  if (odd.body !== undefined && random.chance(0.03)) odd.body = random.pick(ODD_BODIES);
  if (odd.body !== undefined && random.chance(0.004))
    odd.body = JSON.stringify(["x".repeat(2_000_000)]);
  if (random.chance(0.01)) odd.goneAfterMs = random.int(1, 40);
  if (random.chance(0.02))
    return { ...odd, method: random.pick(["OPTIONS", "PUT", "DELETE", "PATCH", "HEAD"]) };
  if (random.chance(0.03))
    odd.path += toQuery({ [hostileText(random, {}) || "q"]: "1", next: "//evil.example" });
  return odd;
}

function toQuery(input: unknown): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(Object(input)))
    for (const each of [value].flat().slice(0, 20))
      search.append(wellFormed(name), textOf(each).slice(0, 1_500));
  const text = search.toString().slice(0, 8_000);
  return text === "" ? "" : `?${text.replace(/%[0-9A-F]?$/, "")}`;
}

function toForm(input: unknown): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(Object(input)))
    for (const each of [value].flat().slice(0, 200))
      form.append(`_1_${wellFormed(name)}`, textOf(each));
  form.append("0", '[null,"$K1"]');
  return form;
}

function textOf(value: unknown): string {
  return wellFormed(typeof value === "object" ? JSON.stringify(value) : String(value));
}

/** A lone surrogate cannot be written as UTF-8: what stands for it is sent. */
function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

function toHeader(value: string): string {
  return Buffer.from(value, "utf8")
    .toString("latin1")
    .replaceAll(/[^\x20-\x7e\x80-\xff]/g, "?");
}
