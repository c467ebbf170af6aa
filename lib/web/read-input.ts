import type { Route } from "./declare-route";
import { JSON_DEPTH_MAX, isTooDeep } from "./json-depth.pure";
import { parseGiven } from "./parse-given";
import { WebError } from "./web-error";

export const BODY_BYTES_MAX = 64 * 1024;

/** Parses params, query and body with the route's schemas; throws WebError or ZodError. */
export function parseInput(
  route: Route,
  raw: { url: string; params: Record<string, unknown>; body: unknown },
): { params: unknown; query: unknown; body: unknown } {
  return {
    params: route.params && parseGiven(route.params, raw.params),
    query: route.query && parseGiven(route.query, toObject(new URL(raw.url).searchParams)),
    body: route.body && parseGiven(route.body, raw.body),
  };
}

/** The body as JSON; an empty one counts as `{}`. */
export async function readBody(request: Request): Promise<{ text: string; json: unknown }> {
  const text = await readText(request);
  if (text.trim() === "") return { text: "", json: {} };
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new WebError({
      status: 415,
      code: "unsupported_media_type",
      message: "The body must be JSON.",
      suggestion: "Send the header `Content-Type: application/json`.",
    });
  }
  const json = parseJson(text);
  if (isTooDeep(json)) throw malformed(`Its lists and objects lie deeper than ${JSON_DEPTH_MAX}.`);
  return { text, json };
}

function parseJson(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    throw malformed("The body is not well-formed JSON.");
  }
}

function malformed(message: string): WebError {
  return new WebError({ status: 400, code: "malformed_json", message });
}

/** Reads at most the limit, whatever Content-Length claims. */
export async function readText(request: Request, bytesMax = BODY_BYTES_MAX): Promise<string> {
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of untilBroken(request.body)) {
    size += chunk.byteLength;
    if (size > bytesMax) {
      throw new WebError({
        status: 413,
        code: "body_too_large",
        message: `The body is larger than ${bytesMax / 1024} KiB.`,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Whoever goes away in the middle is nobody's failure, and no error in the log. */
async function* untilBroken(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    throw new WebError({
      status: 400,
      code: "incomplete_body",
      message: "The body broke off before its end.",
    });
  }
}

/** A repeated name becomes a list. */
function toObject(search: URLSearchParams): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    Object.defineProperty(object, name, {
      value: values.length === 1 ? values[0] : values,
      enumerable: true,
    });
  }
  return object;
}
