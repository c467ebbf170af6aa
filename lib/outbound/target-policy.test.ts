import { describe, expect, test } from "vitest";
import { createTargetPolicy, parseAllowedTarget } from "./target-policy";

const none = createTargetPolicy([]);

describe("without a list", () => {
  test.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.1.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "2001:db8::1",
    "fc00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "::ffff:0:10.0.0.1",
    "::ffff:0:7f00:1",
    "100:0:0:1::1",
    "4000::1",
    "fe80::1%eth0",
  ])("%s is private, and the reason says which setting allows it", (address) => {
    expect(none.refuse("example.com", address)).toContain("AMIVAULT_ALLOWED_PRIVATE_TARGETS");
  });

  test.each(["1.1.1.1", "8.8.8.8", "172.32.0.1", "::ffff:8.8.8.8", "2606:4700::1111"])(
    "%s may be called",
    (address) => {
      expect(none.refuse("example.com", address)).toBeNull();
    },
  );
});

describe("what is listed", () => {
  const some = createTargetPolicy(["Mail.Internal", "10.20.0.0/16", "192.168.7.7", "fd12::/16"]);
  test.each([
    ["mail.internal", "10.99.0.1", true],
    ["other.internal", "10.99.0.1", false],
    ["other.internal", "10.20.3.4", true],
    ["other.internal", "::ffff:10.20.3.4", true],
    ["other.internal", "192.168.7.7", true],
    ["other.internal", "192.168.7.8", false],
    ["other.internal", "fd12::1", true],
    ["other.internal", "fd13::1", false],
  ])("%s at %s may be called: %s", (host, address, allowed) => {
    expect(some.refuse(host, address) === null).toBe(allowed);
  });

  test.each([
    "169.254.169.254",
    "168.63.129.16",
    "::ffff:168.63.129.16",
    "fd20:ce::254",
    "fd00:42::42",
    "169.254.42.42",
    "::ffff:0:a9fe:a9fe",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "169.254.170.2",
    "fd00:ec2::254",
    "100.100.100.200",
    "64:ff9b::169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a9fe:a9fe",
    "::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
  ])("never opens %s, whatever is listed", (address) => {
    const all = createTargetPolicy(["metadata", "0.0.0.0/0", "::/0", address]);
    expect(all.refuse("metadata", address)).toContain("never called");
  });
});

test.each(["", "a b", "http://x", "10.0.0.0/33", "10.0.0.0/x", "::/129", "host/8", "a/b/c"])(
  "“%s” is no target",
  (text) => {
    expect(parseAllowedTarget(text)).toBeNull();
  },
);
