import type { AwsOutcome } from "./aws-call-error";
import { EXPIRED_CODES, PATIENCE_CODES, SIGNATURE_CODES, THROTTLE_CODES } from "./aws-codes.pure";
import { WireError } from "./wire-error";

export interface Failure {
  outcome: AwsOutcome;
  /** AWS's error code, or ours. */
  code: string;
  httpStatus: number | null;
  /** AWS's own text; never decided upon. */
  awsMessage: string | undefined;
  awsRequestId: string | undefined;
}

/** Node's codes of a connection that was never made: nothing can have reached AWS. */
const UNREACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: "ConnectionRefused",
  ENOTFOUND: "HostNotFound",
  EAI_AGAIN: "HostNotFound",
  EAI_FAIL: "HostNotFound",
  EHOSTUNREACH: "HostUnreachable",
  ENETUNREACH: "HostUnreachable",
  EHOSTDOWN: "HostUnreachable",
  ENETDOWN: "HostUnreachable",
};

/** The certificate was refused: the handshake ended, and the request stayed here. */
const CERTIFICATE_CODE = /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
/** Also possible after the request was sent. */
const TLS_CODE = /^(EPROTO$|ERR_SSL_|ERR_TLS_)/;

/** Decides by error name, code and HTTP status alone, what a failed call means for its effect. */
export function classifyFailure(
  error: unknown,
  options: {
    timedOut: boolean;
    /** The signed request was let go; before, no failure of ours can have reached AWS. */
    isSent: boolean;
  },
): Failure {
  if (error instanceof WireError) return classifyWire(error);
  if (isServiceAnswer(error)) return classifyAnswer(error);
  return { ...classifyConnection(error, options), ...NOTHING_SAID };
}

const CODE_SHAPE = /^[A-Za-z0-9._-]{1,80}$/;
const AWS_MESSAGE_LENGTH_MAX = 1_000;

const NOTHING_SAID = { httpStatus: null, awsMessage: undefined, awsRequestId: undefined };

function classifyWire(error: WireError): Failure {
  const base = { ...NOTHING_SAID, httpStatus: error.httpStatus };
  return error.problem === "vetoed"
    ? { ...base, outcome: "not_sent", code: "StoppedBeforeSending" }
    : { ...base, outcome: "unknown", code: "UnreadableAnswer" };
}

interface ServiceAnswer {
  name: string;
  message: string;
  $fault: unknown;
  $metadata?: { httpStatusCode?: number; requestId?: string };
}

/** The SDK's ServiceException: AWS answered with an error it could read. */
function isServiceAnswer(error: unknown): error is ServiceAnswer {
  return error instanceof Error && "$fault" in error && "$metadata" in error;
}

function classifyAnswer(error: ServiceAnswer): Failure {
  const httpStatus = error.$metadata?.httpStatusCode ?? null;
  // "Unknown" is the SDK's word for XML without a code.
  const named = error.name !== "Unknown" && CODE_SHAPE.test(error.name);
  return {
    outcome: outcomeOf(error.name, httpStatus, named),
    code: named ? error.name : "UnreadableAnswer",
    httpStatus,
    // With a bad signature AWS repeats what was signed, the session token included.
    awsMessage: SIGNATURE_CODES.has(error.name)
      ? undefined
      : error.message.slice(0, AWS_MESSAGE_LENGTH_MAX),
    awsRequestId: error.$metadata?.requestId,
  };
}

/** What may be kept as a cause: an SDK error carries the whole answer, and so what it repeats. */
export function toSafeCause(error: unknown, failure: Failure): unknown {
  if (!isServiceAnswer(error)) return error;
  return new Error(`${failure.code} (HTTP ${failure.httpStatus ?? "unknown"})`);
}

function outcomeOf(code: string, httpStatus: number | null, named: boolean): AwsOutcome {
  if (THROTTLE_CODES.has(code) || PATIENCE_CODES.has(code) || EXPIRED_CODES.has(code)) {
    return "later";
  }
  if (httpStatus === 429) return "later";
  if (!named || httpStatus === null || httpStatus >= 500 || httpStatus < 400) return "unknown";
  return "refused";
}

function classifyConnection(
  error: unknown,
  { timedOut, isSent }: { timedOut: boolean; isSent: boolean },
): { outcome: AwsOutcome; code: string } {
  if (timedOut) return { outcome: isSent ? "unknown" : "not_sent", code: "Timeout" };
  const code = textField(error, "code");
  const unreached = UNREACHED[code] ?? (CERTIFICATE_CODE.test(code) ? "TlsFailed" : undefined);
  if (unreached) return { outcome: "not_sent", code: unreached };
  if (wasConnecting(error)) return { outcome: "not_sent", code: "HostUnreachable" };
  if (TLS_CODE.test(code)) return { outcome: "unknown", code: "TlsFailed" };
  const name = textField(error, "name");
  if (name === "TimeoutError") {
    // Without a code it is the handler's word for "no connection within its time".
    if (code === "") return { outcome: "not_sent", code: "ConnectTimeout" };
    if (code === "ETIMEDOUT") return { outcome: "unknown", code: "Timeout" };
    return { outcome: "unknown", code: "ConnectionReset" };
  }
  if (["ECONNRESET", "EPIPE", "ECONNABORTED", "ERR_STREAM_PREMATURE_CLOSE"].includes(code)) {
    return { outcome: "unknown", code: "ConnectionReset" };
  }
  return { outcome: "unknown", code: "UnreadableAnswer" };
}

/** A host with several addresses fails with one error for each. */
function wasConnecting(error: unknown): boolean {
  if (error instanceof AggregateError) {
    return error.errors.length > 0 && error.errors.every(wasConnecting);
  }
  return textField(error, "syscall") === "connect";
}

function textField(error: unknown, field: string): string {
  if (typeof error !== "object" || error === null) return "";
  const value: unknown = Reflect.get(error, field);
  return typeof value === "string" ? value : "";
}
