import { BlockList, isIP, isIPv4 } from "node:net";

/** Which addresses the product may call of its own accord, for channels of alerts. */
export interface TargetPolicy {
  /** Null, or why the address of this host must not be called. */
  refuse(host: string, address: string): string | null;
  /** The host, a name or an address, is among those that were allowed by name or range. */
  isListed(host: string): boolean;
}

/**
 * Not globally reachable, by IANA's special-purpose registries
 * (https://www.iana.org/assignments/iana-ipv4-special-registry and …ipv6-special-registry), with
 * what embeds an IPv4 address in an IPv6 one (NAT64, 6to4, Teredo). Node reads IPv4-mapped IPv6
 * addresses by the IPv4 rules.
 */
const PRIVATE: ReadonlyArray<readonly [string, number]> = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
];

/**
 * Of IPv6 only this is global unicast (https://www.iana.org/assignments/ipv6-address-space); the rest is
 * none of anybody's out there, but a network may translate it to one inside, as `::ffff:0:10.0.0.1`.
 */
const GLOBAL: ReadonlyArray<readonly [string, number]> = [
  ["2000::", 3],
  ["::ffff:0:0", 96],
];

/**
 * Where clouds hand out their machines' credentials: EC2, ECS and EKS, then Alibaba's, Oracle's, Azure's
 * host (an address that looks public), Google's, Tencent's and Scaleway's.
 */
const METADATA: readonly string[] = [
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "fd00:ec2::254",
  "fd00:ec2::23",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
  "fd20:ce::254",
  "169.254.0.23",
  "169.254.42.42",
  "fd00:42::42",
];

const privateAddresses = toList(PRIVATE);
const globalAddresses = toList(GLOBAL);
const metadataAddresses = toList(METADATA.flatMap(rangesOf));

/** `allowed`: host names, addresses and CIDRs as `parseAllowedTarget` takes them. */
export function createTargetPolicy(allowed: readonly string[]): TargetPolicy {
  const targets = allowed.flatMap((text) => parseAllowedTarget(text) ?? []);
  const hosts = new Set(targets.flatMap((target) => (target.host === null ? [] : [target.host])));
  const ranges = toList(
    targets.flatMap(({ range }) => (range === null ? [] : [[range.address, range.bits] as const])),
  );
  return {
    refuse(host, address) {
      if (contains(metadataAddresses, address)) {
        return `${address} hands out credentials of cloud machines and is never called.`;
      }
      if (!isPrivate(address)) return null;
      if (hosts.has(host.toLowerCase()) || contains(ranges, address)) return null;
      return `${address} is a private address. List it in AMIVAULT_ALLOWED_PRIVATE_TARGETS to allow it.`;
    },
    isListed: (host) =>
      hosts.has(host.toLowerCase()) || (isIP(host) !== 0 && contains(ranges, host)),
  };
}

export interface AllowedTarget {
  host: string | null;
  range: { address: string; bits: number } | null;
}

/** A host name, an address or a CIDR; null for anything else. */
export function parseAllowedTarget(text: string): AllowedTarget | null {
  const [address = "", bitsText, ...rest] = text.trim().split("/");
  if (rest.length > 0) return null;
  const family = isIP(address);
  if (family === 0) {
    const isHost =
      bitsText === undefined && /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(address);
    return isHost ? { host: address.toLowerCase(), range: null } : null;
  }
  const bitsMax = family === 4 ? 32 : 128;
  const bits =
    bitsText === undefined ? bitsMax : /^\d{1,3}$/.test(bitsText) ? Number(bitsText) : -1;
  if (bits < 0 || bits > bitsMax) return null;
  return { host: null, range: { address, bits } };
}

/** With the IPv6 addresses behind which a gateway may reach the same: NAT64, IPv4-compatible, IPv4-translated, 6to4. */
function rangesOf(address: string): Array<readonly [string, number]> {
  if (!isIPv4(address)) return [[address, 128]];
  const hex = address.split(".").map((byte) => Number(byte).toString(16).padStart(2, "0"));
  return [
    [address, 32],
    [`64:ff9b::${address}`, 128],
    [`64:ff9b:1::${address}`, 128],
    [`::${address}`, 128],
    [`::ffff:0:${address}`, 128],
    [`2002:${hex.slice(0, 2).join("")}:${hex.slice(2).join("")}::`, 48],
  ];
}

function isPrivate(address: string): boolean {
  if (contains(privateAddresses, address)) return true;
  return !isIPv4(address) && !contains(globalAddresses, address);
}

function toList(ranges: ReadonlyArray<readonly [string, number]>): BlockList {
  const list = new BlockList();
  for (const [address, bits] of ranges) {
    list.addSubnet(address, bits, isIPv4(address) ? "ipv4" : "ipv6");
  }
  return list;
}

function contains(list: BlockList, address: string): boolean {
  return list.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}
