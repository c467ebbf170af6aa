import { isIPv4, isIPv6 } from "node:net";

/** Whatever a proxy wrote that is no address is one place, so that nobody can make up many. */
const UNKNOWN = "unknown";

/**
 * The network an address counts as. Whoever has one IPv6 address has 2^64 of them: its first half
 * counts. Ports, brackets and zones do not; IPv4 written as IPv6 is IPv4.
 */
export function networkOf(address: string | null): string {
  const plain = withoutPort((address ?? "").trim()).split("%")[0] ?? "";
  const inside = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] ?? plain;
  if (isIPv4(inside)) return inside;
  return isIPv6(plain) ? firstHalf(plain) : UNKNOWN;
}

function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1];
  return bracketed ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
}

function firstHalf(address: string): string {
  const [head = "", tail] = address.split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array.from({ length: gap }, () => "0"), ...last];
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}
