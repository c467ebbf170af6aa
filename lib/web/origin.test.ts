import { describe, expect, test } from "vitest";
import { isSecure, requireSameOrigin } from "./origin";

const direct = { publicUrl: undefined, trustedProxies: 0 };
const behindProxy = { publicUrl: undefined, trustedProxies: 1 };
const named = { publicUrl: "https://ami.example.org", trustedProxies: 0 };

describe("isSecure", () => {
  test.each([
    ["a plain address", direct, {}, false],
    ["a claim without a trusted proxy", direct, { "x-forwarded-proto": "https" }, false],
    ["the trusted proxy's word", behindProxy, { "x-forwarded-proto": "https" }, true],
    [
      "a forged word before the proxy's",
      behindProxy,
      { "x-forwarded-proto": "https, http" },
      false,
    ],
    ["an address by configuration", named, {}, true],
  ])("%s", (_what, config, headers, secure) => {
    expect(isSecure(config, new Headers(headers))).toBe(secure);
  });
});

describe("requireSameOrigin", () => {
  const ask = (config: typeof direct | typeof named, headers: Record<string, string>) => () =>
    requireSameOrigin(config, new Headers(headers));

  test.each([
    ["127.0.0.1", direct, { host: "127.0.0.1:8080", origin: "http://127.0.0.1:8080" }],
    ["localhost", direct, { host: "localhost:8080", origin: "http://localhost:8080" }],
    ["IPv6", direct, { host: "[::1]:8080", origin: "http://[::1]:8080" }],
    ["any free port", direct, { host: "127.0.0.1:41234", origin: "http://127.0.0.1:41234" }],
    [
      "a proxy that forwards the host",
      behindProxy,
      { host: "10.0.0.5:8080", "x-forwarded-host": "ami.test", origin: "https://ami.test" },
    ],
    ["the configured address", named, { host: "10.0.0.5", origin: "https://ami.example.org" }],
    ["the browser's word alone", direct, { host: "x", "sec-fetch-site": "same-origin" }],
  ])("lets %s through", (_what, config, headers) => {
    expect(ask(config, headers)).not.toThrow();
  });

  test.each([
    ["nothing", direct, { host: "127.0.0.1:8080" }],
    ["another host", direct, { host: "127.0.0.1:8080", origin: "https://evil.example" }],
    [
      "a host that only begins alike",
      direct,
      { host: "a.test", origin: "http://a.test.evil.example" },
    ],
    [
      "a forwarded host nobody vouches for",
      direct,
      { host: "a", "x-forwarded-host": "e", origin: "http://e" },
    ],
    ["no address at all", direct, { host: "a.test", origin: "null" }],
    ["a contradiction", direct, { host: "a", origin: "http://a", "sec-fetch-site": "cross-site" }],
    ["a typed address", direct, { host: "a", "sec-fetch-site": "none" }],
  ])("refuses %s", (_what, config, headers) => {
    expect(ask(config, headers)).toThrow("did not come from a page");
  });
});
