import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { SECOND } from "../clock";
import type { Config } from "../config";
import { toError, UpstreamError } from "../errors";
import { createTargetPolicy, type TargetPolicy } from "./target-policy";

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** How this process calls what a person named, so that nobody reaches its own network with it. */
export interface Outbound {
  policy: TargetPolicy;
  resolve(host: string): Promise<ResolvedAddress[]>;
  /** For the whole of a call, from the name's resolution to the end of the answer. */
  timeoutMs: number;
  /** A further certificate authority, PEM. */
  ca?: string;
}

const TIMEOUT_MS = 10 * SECOND;

export function createOutbound(config: Pick<Config, "allowedPrivateTargets">): Outbound {
  return {
    policy: createTargetPolicy(config.allowedPrivateTargets),
    resolve: (host) => systemLookup(host, { all: true }),
    timeoutMs: TIMEOUT_MS,
  };
}

/** Not called, on purpose; the message says why. */
export function targetRefused(host: string, why: string): UpstreamError {
  return new UpstreamError(`${host} is not called: ${why}`, { reason: "TargetRefused" });
}

/** An address that stands in the URL itself is never looked up: it is checked here. */
export function requireAllowedLiteral({ policy }: Outbound, host: string): void {
  const address = host.replace(/^\[(.*)\]$/, "$1");
  if (isIP(address) === 0) return;
  const why = policy.refuse(address, address);
  if (why !== null) throw targetRefused(host, why);
}

/**
 * The look-up of the connection itself: what it answers is what is connected to, so a name that
 * resolves otherwise a moment later gains nothing.
 */
export function checkedLookup(outbound: Outbound): LookupFunction {
  return (host, options, callback) => {
    void answerLookup(outbound, { host, all: options.all === true }, callback);
  };
}

type LookupCallback = Parameters<LookupFunction>[2];

async function answerLookup(
  outbound: Outbound,
  { host, all }: { host: string; all: boolean },
  callback: LookupCallback,
): Promise<void> {
  let addresses: ResolvedAddress[];
  try {
    addresses = await findAllowed(outbound, host);
  } catch (error) {
    callback(toError(error), all ? [] : "", 0);
    return;
  }
  const [first] = addresses;
  if (all) callback(null, addresses);
  else callback(null, first?.address ?? "", first?.family ?? 0);
}

async function findAllowed(outbound: Outbound, host: string): Promise<ResolvedAddress[]> {
  const found = await outbound.resolve(host);
  const reasons = found.map(({ address }) => outbound.policy.refuse(host, address));
  const allowed = found.filter((_, index) => reasons[index] === null);
  if (allowed.length > 0) return allowed;
  throw targetRefused(host, reasons.find((why) => why !== null) ?? "it has no address.");
}
