import { once } from "node:events";
import http from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { takeNoUpgrades } from "./no-upgrades";

test("who asks for another protocol is answered as anybody else, and holds no connection", async () => {
  const server = http.createServer((_request, response) => response.end("as usual"));
  takeNoUpgrades(server);
  // As Next does, which leaves the connection as it is.
  server.on("upgrade", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  client.write(
    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n",
  );
  expect(await text(client)).toMatch(/^HTTP\/1\.1 200 OK[^]*as usual/);
  server.close();
});
