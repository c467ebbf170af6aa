import { once } from "node:events";
import http from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { boundConnections } from "./bound-connections";

test("whoever reads nothing of an answer is cut off", async () => {
  const server = http.createServer();
  boundConnections(server, { headersMs: 1_000, requestMs: 1_000, idleMs: 1_000 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  client.on("error", () => undefined);
  client.pause();
  client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const [, response] = (await once(server, "request")) as [unknown, http.ServerResponse];
  // More than what the system keeps for either side.
  const answer = Buffer.alloc(64 * 1024 * 1024);
  response.end(answer);
  await once(response, "close");
  expect(client.bytesRead).toBeLessThan(answer.byteLength);
  client.destroy();
  server.close();
});
