import { once } from "node:events";
import http, { type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clientAddress } from "./client-address";
import { prepareRequests } from "./prepare-requests";

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

describe("prepareRequests", () => {
  let server: http.Server;
  let seen: IncomingHttpHeaders;
  let url: string | undefined;
  let trusted = 0;
  beforeEach(async () => {
    prepareRequests(() => trusted);
    server = http.createServer((request, response) => {
      seen = request.headers;
      url = request.url;
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

  test("keeps the address where a request is sent on with all its headers, as Next does with an action", async () => {
    const { port } = server.address() as AddressInfo;
    const ask = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${port}/`, { headers });
    await ask({});
    const { "x-amivault-peer-proof": proof } = seen;
    const sentOn = { "x-amivault-peer": "198.51.100.7", "x-amivault-peer-proof": String(proof) };
    await ask(sentOn);
    expect(seen["x-amivault-peer"]).toBe("198.51.100.7");
    for (const forged of ["", "x", `${String(proof)}, x`, `x${String(proof).slice(1)}`]) {
      await ask({ ...sentOn, "x-amivault-peer-proof": forged });
      expect(seen["x-amivault-peer"]).toBe("127.0.0.1");
    }
  });

  test("leaves of what proxies say the word of the one next to us, or nothing", async () => {
    const { port } = server.address() as AddressInfo;
    const headers = {
      "x-forwarded-host": "evil.test, ami.test",
      "x-forwarded-proto": "http, https",
    };
    await fetch(`http://127.0.0.1:${port}/`, { headers });
    expect(seen["x-forwarded-host"]).toBeUndefined();
    expect(seen["x-forwarded-proto"]).toBeUndefined();
    trusted = 1;
    await fetch(`http://127.0.0.1:${port}/`, { headers });
    expect(seen).toMatchObject({ "x-forwarded-host": "ami.test", "x-forwarded-proto": "https" });
  });

  test.each([
    ["/api/backups/%ff?q=%ff", "/api/backups/%25ff?q=%ff"],
    ["/%", "/%25"],
    ["/instances/a%20b?q=%", "/instances/a%20b?q=%"],
    ["http://evil.test/backups?a=http://b", "/backups?a=http://b"],
    ["HTTPS://jo@evil.test:99//x", "//x"],
    ["http://evil.test", "/"],
    ["http://evil.test?a", "/?a"],
    ["*", "/*"],
  ])("hands %s on as %s, a path of ours that can be decoded", async (sent, received) => {
    const { port } = server.address() as AddressInfo;
    const request = http.get({ host: "127.0.0.1", port, path: sent });
    await once(request, "response");
    request.destroy();
    expect(url).toBe(received);
  });
});
