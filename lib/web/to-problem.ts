import { z } from "zod";
import { SECOND } from "../clock";
import { ServiceError, UnreadableSecretError, assertNever, type FieldErrors } from "../errors";
import type { Logger } from "../logger";
import { awsErrorStatus } from "./aws-error-status";
import { codeOf } from "./error-code";
import { problemResponse } from "./problem";
import { WebError } from "./web-error";

/** Maps any error to problem+json; what is not meant for users goes to the log alone. */
export function toProblem(error: unknown, request: { requestId: string; log: Logger }): Response {
  const { requestId, log } = request;
  if (error instanceof WebError) {
    return problemResponse({
      status: error.status,
      code: error.code,
      detail: error.message,
      suggestion: error.suggestion,
      headers: error.headers,
      requestId,
    });
  }
  if (error instanceof z.ZodError) return fromZod(error, requestId);
  if (error instanceof ServiceError) return fromService(error, { requestId, log });
  log.error({ err: error, requestId }, "request failed");
  return problemResponse({
    status: 500,
    code: "internal",
    detail: "Something went wrong on our side.",
    suggestion: "Try again; if it stays, look for the request id in the log.",
    requestId,
  });
}

/** Field errors by dotted path, `""` for the whole input. */
export function toFieldErrors(error: z.ZodError): FieldErrors {
  const fields: FieldErrors = {};
  for (const issue of error.issues) {
    const key = issue.path.map(String).join(".");
    (fields[key] ??= []).push(issue.message);
  }
  return fields;
}

function fromZod(error: z.ZodError, requestId: string): Response {
  return problemResponse({
    status: 422,
    code: "validation",
    detail: "The input is not valid.",
    errors: toFieldErrors(error),
    requestId,
  });
}

function fromService(error: ServiceError, request: { requestId: string; log: Logger }): Response {
  const { requestId, log } = request;
  const status = statusOf(error);
  if (error.code === "internal" || (status >= 500 && status !== 503))
    log.error({ err: error, requestId }, "request failed");
  return problemResponse({
    status,
    code: codeOf(error),
    detail: error.message,
    suggestion: error.suggestion,
    errors: error.fields,
    link: error.link,
    requestId,
    headers: headersOf(error),
  });
}

function statusOf(error: ServiceError): number {
  switch (error.code) {
    case "validation":
      return 422;
    case "unauthorized":
      return 401;
    case "forbidden":
      return 403;
    case "not_found":
      return 404;
    case "conflict":
    case "precondition_failed":
      return 409;
    case "limit_exceeded":
      return 429;
    case "upstream":
      return awsErrorStatus(error);
    case "unavailable":
      return 503;
    case "internal":
      // Nothing broke: it will do when the key is back.
      return error instanceof UnreadableSecretError ? 503 : 500;
    default:
      return assertNever(error.code);
  }
}

function headersOf(error: ServiceError): Record<string, string> {
  if (error.code === "unauthorized") return { "WWW-Authenticate": 'Bearer realm="amivault"' };
  if (error.retryAfterMs === undefined) return {};
  return { "Retry-After": String(Math.max(1, Math.ceil(error.retryAfterMs / SECOND))) };
}
