import { gunzipSync } from "node:zlib";
import { AwsError } from "../core/errors";
import { header, type WireReply, type WireRequest } from "./http";
import { Input, isObject, type InputRules } from "./input";
import type { Protocol } from "./protocol";
import type { WireObject, WireValue } from "./xml";

const UNPACKED_MAX_BYTES = 70 * 1024 * 1024;

interface JsonNames extends InputRules {
  /** Before the dot in `X-Amz-Target`. */
  target: string;
  version: "1.0" | "1.1";
  /** `AwsQueryCompatible`: the code that Query had, where it is another than the shape's name. */
  queryCodes?: Readonly<Record<string, string>> | undefined;
}

/** AWS JSON 1.0 and 1.1: every action is a POST to `/`, named by a header. */
export function jsonProtocol(of: JsonNames): Protocol<Input> {
  const type = { "content-type": `application/x-amz-json-${of.version}` };
  return {
    read: (request) => {
      const [target, action] = (header(request, "x-amz-target") ?? "").split(".");
      if (target !== of.target || action === undefined) {
        throw new AwsError("UnknownOperationException", "", 404);
      }
      return { action, params: new Input(parseBody(request), of) };
    },
    answer: ({ requestId, body }) => ({
      status: 200,
      headers: { ...type, "x-amzn-requestid": requestId },
      body: writeJson(body),
    }),
    refuse: ({ error, requestId }) => {
      const reply = refuseInJson({ error, requestId });
      const code = of.queryCodes && (of.queryCodes[error.code] ?? error.code);
      const party = error.httpStatus < 500 ? "Sender" : "Receiver";
      const headers = { ...reply.headers, ...type };
      if (code === undefined) return { ...reply, headers };
      return { ...reply, headers: { ...headers, "x-amzn-query-error": `${code};${party}` } };
    },
  };
}

export function refuseInJson(of: { error: AwsError; requestId: string }): WireReply {
  const { code, message, httpStatus } = of.error;
  return {
    status: httpStatus,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": of.requestId,
      "x-amzn-errortype": code,
    },
    body: JSON.stringify({ __type: code, message, Message: message }),
  };
}

/** The body as an object of JSON; an empty one is an empty object. */
export function parseBody(request: WireRequest): Record<string, unknown> {
  const parsed = tryParse(request);
  if (isObject(parsed)) return parsed;
  throw new AwsError("SerializationException", "Could not parse the request body as JSON");
}

function tryParse(request: WireRequest): unknown {
  const isPacked = header(request, "content-encoding") === "gzip";
  try {
    const body = isPacked
      ? gunzipSync(request.body, { maxOutputLength: UNPACKED_MAX_BYTES })
      : request.body;
    const text = body.toString("utf8");
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const writeJson = (body: WireObject): string => JSON.stringify(toJson(body));

function toJson(value: WireValue): unknown {
  if (typeof value !== "object") return value;
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(toJson);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toJson(member)]));
}
