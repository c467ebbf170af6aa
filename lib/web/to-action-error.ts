import { z } from "zod";
import { ServiceError } from "../errors";
import type { Logger } from "../logger";
import type { ActionError } from "./action-result";
import { awsErrorStatus } from "./aws-error-status";
import { codeOf } from "./error-code";
import { toFieldErrors } from "./to-problem";
import { WebError } from "./web-error";

/** Maps any error to what a form may show; what is not meant for users goes to the log alone. */
export function toActionError(
  error: unknown,
  request: { requestId: string; log: Logger },
): ActionError {
  const { requestId, log } = request;
  if (error instanceof WebError) {
    const { code, message, suggestion } = error;
    return { code, message, ...(suggestion ? { suggestion } : {}), requestId };
  }
  if (error instanceof z.ZodError) {
    return {
      code: "validation",
      message: "Some fields need your attention.",
      fields: toFieldErrors(error),
      requestId,
    };
  }
  if (error instanceof ServiceError) {
    const isUnknown = error.code === "upstream" && awsErrorStatus(error) === 502;
    if (error.code === "internal" || isUnknown) {
      log.error({ err: error, requestId }, "action failed");
    }
    return fromService(error, requestId);
  }
  log.error({ err: error, requestId }, "action failed");
  return {
    code: "internal",
    message: "Something went wrong on our side.",
    suggestion: "Try again; if it stays, look for the request id in the log.",
    requestId,
  };
}

function fromService(error: ServiceError, requestId: string): ActionError {
  return {
    code: codeOf(error),
    message: error.message,
    ...(error.suggestion ? { suggestion: error.suggestion } : {}),
    ...(error.fields ? { fields: error.fields } : {}),
    ...(error.link ? { link: error.link } : {}),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    requestId,
  };
}
