import type { Config } from "../config";

/** Set by prepare-requests.ts from the socket, so that no client can forge it. */
export const PEER_HEADER = "x-amivault-peer";
/** By which this process knows a header of its own again, where Next sends a request to itself. */
export const PEER_PROOF_HEADER = "x-amivault-peer-proof";

/**
 * The client's address: the socket's, or with n trusted proxies the n-th entry of
 * X-Forwarded-For from the right. Everything further left may be forged.
 */
export function clientAddress(
  config: Pick<Config, "trustedProxies">,
  headers: Headers,
): string | null {
  const peer = headers.get(PEER_HEADER);
  if (config.trustedProxies === 0) return peer;
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  return forwarded.at(-config.trustedProxies)?.slice(0, 64) || peer;
}
