import { BlockList, isIP, isIPv4 } from "node:net";
import { createTargetPolicy } from "./target-policy";

/** Whether a host may be called without TLS: this machine, and what the environment allows. */
export function mayBePlain(allowedPrivateTargets: readonly string[]): (host: string) => boolean {
  const policy = createTargetPolicy(allowedPrivateTargets);
  return (host) => isLoopback(host) || policy.isListed(host);
}

function isLoopback(host: string): boolean {
  if (isIP(host) === 0) return host === "localhost" || host.endsWith(".localhost");
  return loopback.check(host, isIPv4(host) ? "ipv4" : "ipv6");
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");
