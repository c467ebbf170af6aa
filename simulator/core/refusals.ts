import { AwsError } from "./errors";
import type { ServiceStyle } from "./service-facts";

type Refusal =
  | "missing"
  | "form"
  | "key"
  | "token"
  | "signature"
  | "stale"
  | "expired"
  | "scope"
  | "region";

const EC2_INVALID = "AWS was not able to validate the provided access credentials";
const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/** What a service says to somebody it does not let in. */
export function refuse(of: { why: Refusal; style: ServiceStyle; detail?: string }): AwsError {
  const detail = of.detail ?? "";
  if (of.style === "json" || of.style === "rest") {
    return refuseJson({ why: of.why, detail, style: of.style });
  }
  if (of.why === "missing") {
    return new AwsError(
      "MissingAuthenticationToken",
      "Request is missing Authentication Token",
      403,
    );
  }
  if (of.why === "form") return new AwsError("IncompleteSignature", detail, 400);
  return of.style === "ec2" ? refuseEc2(of.why, detail) : refuseOther(of.why, detail);
}

function refuseEc2(why: Refusal, detail: string): AwsError {
  switch (why) {
    case "stale":
      return new AwsError("RequestExpired", `Request has expired. Signed at ${detail}.`, 400);
    case "expired":
      return new AwsError("RequestExpired", "Request has expired.", 400);
    case "signature":
      return new AwsError("SignatureDoesNotMatch", MISMATCH, 403);
    default:
      return new AwsError("AuthFailure", EC2_INVALID, 401);
  }
}

function refuseOther(why: Refusal, detail: string): AwsError {
  switch (why) {
    case "stale":
      return new AwsError(
        "SignatureDoesNotMatch",
        `Signature expired: ${detail} is now earlier than the oldest time that is accepted (5 min.)`,
        403,
      );
    case "expired":
      return new AwsError(
        "ExpiredToken",
        "The security token included in the request is expired",
        403,
      );
    case "signature":
      return new AwsError("SignatureDoesNotMatch", MISMATCH, 403);
    case "scope":
      return new AwsError(
        "SignatureDoesNotMatch",
        `Credential should be scoped to a valid region, not '${detail}'.`,
        403,
      );
    default:
      return new AwsError(
        "InvalidClientTokenId",
        "The security token included in the request is invalid.",
        403,
      );
  }
}

/** The JSON services know one error for every wrong signature, and one for every unknown key. */
function refuseJson(of: { why: Refusal; detail: string; style: ServiceStyle }): AwsError {
  const status = of.style === "rest" ? 403 : 400;
  const say = (code: string, message: string): AwsError => new AwsError(code, message, status);
  switch (of.why) {
    case "missing":
      return say("MissingAuthenticationTokenException", "Missing Authentication Token");
    case "form":
      return say("IncompleteSignatureException", of.detail);
    case "expired":
      return say("ExpiredTokenException", "The security token included in the request is expired");
    case "stale":
    case "signature":
    case "scope":
      return say("InvalidSignatureException", refuseOther(of.why, of.detail).message);
    default:
      return say(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
      );
  }
}
