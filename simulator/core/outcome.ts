import type { WireReply } from "../wire/http";
import { AwsError } from "./errors";
import type { WireFault } from "./faults";
import type { Service } from "./service";
import { throttled } from "./service-facts";

/** What the edge does with the connection; delays in real milliseconds. */
export type Outcome =
  | Answer
  /** A function that the caller waits for is running. */
  | { kind: "later"; outcome: Promise<Answer> };

export type Answer =
  | { kind: "reply"; reply: WireReply; delayMs: number; altered: boolean }
  | { kind: "reset"; delayMs: number }
  | { kind: "hang"; ms: number };

export interface ToBend {
  fault: WireFault;
  service: Service;
  requestId: string;
  /** The answer there would have been; none where the fault came before the effect. */
  reply?: WireReply | undefined;
}

/** What a wire fault makes of an answer. */
export function bend(of: ToBend): { outcome: Answer; code: string } {
  const { fault, service, requestId } = of;
  switch (fault.kind) {
    case "error":
      return altered(service.refuse({ requestId, error: toError(fault) }), fault.code);
    case "throttle": {
      const error = throttled(service, fault.code);
      return altered(service.refuse({ requestId, error }), error.code);
    }
    case "hang":
      return { outcome: { kind: "hang", ms: fault.ms ?? Infinity }, code: "hang" };
    case "reset":
      return { outcome: { kind: "reset", delayMs: 0 }, code: "reset" };
    case "loseReply":
      return fault.by === "hang"
        ? { outcome: { kind: "hang", ms: Infinity }, code: "loseReply" }
        : { outcome: { kind: "reset", delayMs: 0 }, code: "loseReply" };
    case "html":
      return altered({ status: fault.httpStatus ?? 200, headers: HTML, body: PAGE }, "html");
    case "empty":
      return altered({ status: fault.httpStatus ?? 200, headers: {}, body: "" }, "empty");
    case "truncate": {
      const body = of.reply?.body ?? "";
      const reply = of.reply ?? { status: 200, headers: {}, body };
      return altered({ ...reply, body: body.slice(0, Math.floor(body.length / 2)) }, "truncate");
    }
  }
}

const altered = (reply: WireReply, code: string): { outcome: Answer; code: string } => ({
  outcome: { kind: "reply", reply, delayMs: 0, altered: true },
  code,
});

function toError(fault: Extract<WireFault, { kind: "error" }>): AwsError {
  const status = fault.httpStatus ?? DEFAULT_STATUS[fault.code] ?? 400;
  return new AwsError(
    fault.code,
    fault.message ?? DEFAULT_MESSAGE[fault.code] ?? fault.code,
    status,
  );
}

const DEFAULT_STATUS: Readonly<Record<string, number>> = {
  InternalError: 500,
  InternalFailure: 500,
  ServiceUnavailable: 503,
  Unavailable: 503,
  RequestLimitExceeded: 503,
  EC2ThrottledException: 503,
  UnauthorizedOperation: 403,
  AccessDenied: 403,
  AuthFailure: 401,
  OptInRequired: 403,
};

const DEFAULT_MESSAGE: Readonly<Record<string, string>> = {
  InternalError: "An internal error has occurred",
  Unavailable: "The service is unavailable. Please try again shortly.",
  ServiceUnavailable: "The service is unavailable. Please try again shortly.",
  RequestExpired: "Request has expired.",
  RequestLimitExceeded: "Request limit exceeded.",
  SnapshotCreationPerVolumeRateExceeded:
    "The maximum per volume CreateSnapshot request rate has been exceeded. Use an increasing or variable sleep interval between requests.",
  ConcurrentSnapshotLimitExceeded:
    "Maximum allowed in-progress snapshots for a single volume exceeded.",
};

const HTML = { "content-type": "text/html; charset=utf-8" };
const PAGE =
  "<!doctype html>\n<html><head><title>Sign in</title></head><body><h1>Network sign-in</h1><p>Accept the terms to go on.</p></body></html>\n";
