import {
  readAuthorization,
  SignatureForm,
  signatureMatches,
  type Authorization,
} from "../wire/sigv4";
import type { WireRequest } from "../wire/http";
import { AwsError } from "./errors";
import { toCaller, type Caller } from "./identity";
import { refuse } from "./refusals";
import { REGIONS } from "./regions";
import type { ServiceStyle } from "./service-facts";
import type { World } from "./world";

/** AWS refuses a signature older than this; so does every service here. */
const SIGNATURE_LIFE_MS = 5 * 60 * 1000;

export interface Authentication {
  caller: Caller;
  authorization: Authorization;
}

export interface ToAuthenticate {
  world: World;
  request: WireRequest;
  realNow: number;
  /** How the service words a refusal. */
  style: ServiceStyle;
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

export function authenticate({ world, request, realNow, style }: ToAuthenticate): Authentication {
  const authorization = claimedAuthorization(request);
  if (authorization instanceof SignatureForm) {
    throw refuse({
      why: authorization.missing ? "missing" : "form",
      style,
      detail: authorization.message,
    });
  }
  const { service, region } = authorization;
  const key = world.keys.get(authorization.accessKeyId);
  if (key === undefined || key.status !== "Active") throw refuse({ why: "key", style });
  if (!REGIONS.has(region)) throw refuse({ why: "scope", style, detail: region });
  if (key.session?.token !== authorization.sessionToken) throw refuse({ why: "token", style });
  if (!isFresh({ world, realNow, signedAt: authorization.signedAt })) {
    throw refuse({ why: "stale", style, detail: authorization.amzDate });
  }
  if (!signatureMatches({ request, authorization, secretAccessKey: key.secretAccessKey })) {
    throw refuse({ why: "signature", style });
  }
  if (key.session !== undefined && world.now() >= key.session.expiresAt) {
    throw refuse({ why: "expired", style });
  }
  const account = world.accounts.get(key.accountId);
  if (account === undefined) throw refuse({ why: "key", style });
  if (world.regionStatus({ account, region }) === "not-opted-in") {
    throw refuse({ why: "region", style });
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
