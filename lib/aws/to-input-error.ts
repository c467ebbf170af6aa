import { LimitExceededError, ValidationError } from "../errors";
import { AwsCallError } from "./aws-call-error";
import { EXPIRED_CODES, THROTTLE_CODES } from "./aws-codes.pure";

/** The field of a form that an error code speaks of; the rest is about the form as a whole. */
const FIELD_OF_CODE: Readonly<Record<string, string>> = {
  AuthFailure: "accessKeyId",
  InvalidClientTokenId: "accessKeyId",
  InvalidAccessKeyId: "accessKeyId",
  UnrecognizedClientException: "accessKeyId",
  IncompleteSignature: "accessKeyId",
  SignatureDoesNotMatch: "secretAccessKey",
  InvalidSignatureException: "secretAccessKey",
  ExpiredToken: "sessionToken",
  ExpiredTokenException: "sessionToken",
  RequestExpired: "sessionToken",
  OptInRequired: "region",
  RegionDisabledException: "region",
  HostNotFound: "region",
  "InvalidInstanceID.NotFound": "instanceId",
  "InvalidInstanceID.Malformed": "instanceId",
};

/**
 * AWS's no to what a person entered is about their input, and a spent rate is a matter of waiting;
 * what nobody could ask stays the failed call it is.
 */
export function toInputError(error: unknown, fields: readonly string[]): unknown {
  if (!(error instanceof AwsCallError)) return error;
  const { awsCode, suggestion } = error;
  const options = {
    cause: error,
    reason: awsCode,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
  if (awsCode === "BudgetExhausted" || THROTTLE_CODES.has(awsCode)) {
    return new LimitExceededError(error.message, {
      ...options,
      retryAfterMs: error.retryAfterMs ?? 5_000,
    });
  }
  const field = fieldOf(error);
  const known = field !== undefined && fields.includes(field);
  const isInput = error.outcome === "refused" || EXPIRED_CODES.has(awsCode) || known;
  if (!isInput) return error;
  return new ValidationError(error.message, {
    ...options,
    ...(known ? { fields: { [field]: [error.message] } } : {}),
  });
}

function fieldOf(error: AwsCallError): string | undefined {
  if (error.action === "AssumeRole" && error.awsCode.startsWith("AccessDenied")) return "roleArn";
  return FIELD_OF_CODE[error.awsCode];
}
