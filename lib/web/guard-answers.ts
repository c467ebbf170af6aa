import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { API_HEADERS, STRICT_TRANSPORT } from "./security-headers";

/**
 * Below everything, Next included: whatever leaves has the headers of an answer in which nothing may
 * run or be framed, unless it brings its own. Files, redirects and refusals of Next's have none.
 */
export function guardAnswers(
  listener: RequestListener,
  isSecure: (headers: Headers) => boolean,
): RequestListener {
  return (request, response) => {
    const secure = isSecure(forwardedOf(request));
    completeHeaders(response, {
      "Cache-Control": "no-store",
      ...API_HEADERS,
      ...(secure ? { "Strict-Transport-Security": STRICT_TRANSPORT } : {}),
    });
    listener(request, response);
  };
}

/** What Next lets caches between us and browsers keep for a year: pages it made at build time. */
const SHARED = /s-maxage/i;

/** When the head is written: by then everybody has set what they wanted to. */
function completeHeaders(
  response: ServerResponse,
  missing: Readonly<Record<string, string>>,
): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = (...args: unknown[]) => {
    const given = new Set(namesOf(args.at(-1)));
    if (SHARED.test(String(response.getHeader("cache-control") ?? ""))) {
      response.setHeader("Cache-Control", "no-store");
    }
    for (const [name, value] of Object.entries(missing)) {
      if (response.hasHeader(name) || given.has(name.toLowerCase())) continue;
      response.setHeader(name, value);
    }
    return Reflect.apply(writeHead, response, args);
  };
}

/** Of writeHead's last argument, where it has headers. */
function namesOf(headers: unknown): string[] {
  if (Array.isArray(headers)) return headers.flat().map((name) => String(name).toLowerCase());
  if (typeof headers !== "object" || headers === null) return [];
  return Object.keys(headers).map((name) => name.toLowerCase());
}

function forwardedOf({ headers }: IncomingMessage): Headers {
  const proto = headers["x-forwarded-proto"];
  return new Headers(proto === undefined ? {} : { "x-forwarded-proto": [proto].flat().join(",") });
}
