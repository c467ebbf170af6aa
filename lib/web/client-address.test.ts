import { once } from "node:events";
import http, { type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clientAddress } from "./client-address";
import { stampPeerAddresses } from "./stamp-peer";

describe("clientAddress", () => {
  const forwarded = new Headers({
    "x-amivault-peer": "10.0.0.1",
    "x-forwarded-for": "6.6.6.6, 198.51.100.7, 10.0.0.2",
  });

  test.each([
    [0, "10.0.0.1"],
    [1, "10.0.0.2"],
    [2, "198.51.100.7"],
  ])("with %i trusted proxies is %s, whatever the client claims", (trustedProxies, address) => {
    expect(clientAddress({ trustedProxies }, forwarded)).toBe(address);
  });

  test("with a proxy that says nothing is the proxy's", () => {
    const headers = new Headers({ "x-amivault-peer": "10.0.0.1" });
    expect(clientAddress({ trustedProxies: 1 }, headers)).toBe("10.0.0.1");
  });
});

describe("stampPeerAddresses", () => {
  let server: http.Server;
  let seen: IncomingHttpHeaders;
  beforeEach(async () => {
    stampPeerAddresses();
    server = http.createServer((request, response) => {
      seen = request.headers;
      response.end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(() => {
    server.close();
  });

  test("writes the socket's address over what the client sent, before any listener", async () => {
    const { port } = server.address() as AddressInfo;
    await fetch(`http://127.0.0.1:${port}/`, { headers: { "x-amivault-peer": "6.6.6.6" } });
    expect(seen["x-amivault-peer"]).toBe("127.0.0.1");
  });
});
