import {
  readAuthorization,
  SignatureForm,
  signatureMatches,
  type Authorization,
} from "../wire/sigv4";
import type { WireRequest } from "../wire/http";
import { AwsError } from "./errors";
import { toCaller, type Caller } from "./identity";
import { REGIONS } from "./regions";
import type { World } from "./world";

/** AWS refuses a signature older than this; so does every service here. */
const SIGNATURE_LIFE_MS = 5 * 60 * 1000;

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

export interface Authentication {
  caller: Caller;
  authorization: Authorization;
}

export interface ToAuthenticate {
  world: World;
  request: WireRequest;
  realNow: number;
}

/** Reads the signature's scope without believing it, so that an error has its service's form. */
export function claimedAuthorization(request: WireRequest): Authorization | SignatureForm {
  try {
    return readAuthorization(request);
  } catch (error) {
    if (error instanceof SignatureForm) return error;
    throw error;
  }
}

export function authenticate({ world, request, realNow }: ToAuthenticate): Authentication {
  const authorization = claimedAuthorization(request);
  if (authorization instanceof SignatureForm) {
    throw refuse({
      why: authorization.missing ? "missing" : "form",
      service: "",
      detail: authorization.message,
    });
  }
  const { service, region } = authorization;
  const key = world.keys.get(authorization.accessKeyId);
  if (key === undefined || key.status !== "Active") throw refuse({ why: "key", service });
  if (!REGIONS.has(region)) throw refuse({ why: "scope", service, detail: region });
  if (key.session?.token !== authorization.sessionToken) throw refuse({ why: "token", service });
  if (!isFresh({ world, realNow, signedAt: authorization.signedAt })) {
    throw refuse({ why: "stale", service, detail: authorization.amzDate });
  }
  if (!signatureMatches({ request, authorization, secretAccessKey: key.secretAccessKey })) {
    throw refuse({ why: "signature", service });
  }
  if (key.session !== undefined && world.now() >= key.session.expiresAt) {
    throw refuse({ why: "expired", service });
  }
  const account = world.accounts.get(key.accountId);
  if (account === undefined) throw refuse({ why: "key", service });
  if (world.regionStatus({ account, region }) === "not-opted-in") {
    throw refuse({ why: "region", service });
  }
  if (!account.subscribed && service === "ec2") {
    throw new AwsError(
      "OptInRequired",
      "You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe.",
      403,
    );
  }
  return { caller: toCaller(key), authorization };
}

/**
 * Signatures are measured against real time, and against virtual time for clients that follow the
 * Date header; both moved by the skew. Where virtual time runs faster, so does the allowance.
 */
function isFresh(input: { world: World; realNow: number; signedAt: number }): boolean {
  const { world, realNow, signedAt } = input;
  const { skewMs } = world.settings;
  const life = SIGNATURE_LIFE_MS;
  if (Math.abs(realNow + skewMs - signedAt) <= life) return true;
  return Math.abs(world.now() + skewMs - signedAt) <= life * Math.max(1, world.clock.speed);
}

const EC2_INVALID = "AWS was not able to validate the provided access credentials";
const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

function refuse(of: { why: Refusal; service: string; detail?: string }): AwsError {
  const detail = of.detail ?? "";
  if (of.why === "missing") {
    return new AwsError(
      "MissingAuthenticationToken",
      "Request is missing Authentication Token",
      403,
    );
  }
  if (of.why === "form") return new AwsError("IncompleteSignature", detail, 400);
  return of.service === "ec2" ? refuseEc2(of.why, detail) : refuseOther(of.why, detail);
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
