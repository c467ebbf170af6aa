import { ServiceError, UpstreamError } from "../errors";

/** By node's own codes; the message names the host alone, never the path or a header. */
const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: "has no address: its name cannot be resolved.",
  EAI_AGAIN: "cannot be looked up: the name service does not answer.",
  ECONNREFUSED: "refuses the connection.",
  ECONNRESET: "broke the connection off.",
  ETIMEDOUT: "cannot be reached: the connection timed out.",
  EHOSTUNREACH: "cannot be reached from here.",
  ENETUNREACH: "cannot be reached from here.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "has a certificate that nobody vouches for.",
  SELF_SIGNED_CERT_IN_CHAIN: "has a certificate that nobody vouches for.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "has a certificate that nobody vouches for.",
  CERT_HAS_EXPIRED: "has a certificate that has expired.",
  ERR_TLS_CERT_ALTNAME_INVALID: "has a certificate for another name.",
  EPROTO: "does not speak TLS on this port, or another version of it.",
};

const CERTIFICATE = /CERT|UNABLE_TO_VERIFY/;

export function explainNetworkError(error: unknown, host: string): UpstreamError {
  const own = findServiceError(error);
  if (own) return own;
  const code = codeOf(error);
  const words = WORDS[code] ?? `could not be called${code === "" ? "" : ` (${code})`}.`;
  return new UpstreamError(`${host} ${words}`, {
    cause: error,
    reason: code === "" ? "Unreachable" : code,
    ...(CERTIFICATE.test(code)
      ? { suggestion: "Name its certificate authority's file in NODE_EXTRA_CA_CERTS." }
      : {}),
  });
}

/** Our own refusal, also where a library has wrapped it. */
function findServiceError(error: unknown): UpstreamError | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof ServiceError && at.code === "upstream") return at;
  }
  return null;
}

/** Where several addresses were tried, the error is the list of theirs. */
function codeOf(error: unknown): string {
  const code = Reflect.get(Object(error), "code");
  if (typeof code === "string" && code !== "") return code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : "";
}
