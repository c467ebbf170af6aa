import { EventEmitter, once } from "node:events";
import http, { type IncomingMessage, type RequestListener } from "node:http";
import { createRequire } from "node:module";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bearAborts } from "./bear-aborts";

interface CloneableBody {
  cloneBodyStream(): Readable;
  finalize(): Promise<void>;
}

/** Next's own: what its server does with a body that the proxy reads first. */
const { getCloneableBody } = createRequire(import.meta.url)("next/dist/server/body-streams") as {
  getCloneableBody(request: IncomingMessage): CloneableBody;
};

let server: http.Server | undefined;
const uncaught: unknown[] = [];

beforeEach(() => {
  uncaught.length = 0;
  process.setUncaughtExceptionCaptureCallback((error) => void uncaught.push(error));
});

afterEach(() => {
  process.setUncaughtExceptionCaptureCallback(null);
  server?.close();
});

async function listen(listener: RequestListener): Promise<number> {
  server = http.createServer(bearAborts(listener)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function readAsNextDoes(request: IncomingMessage): Promise<string> {
  const body = getCloneableBody(request);
  const read = await text(body.cloneBodyStream());
  await body.finalize();
  return read;
}

test("a connection that breaks off while its request is answered is no error of the process", async () => {
  const heard = new EventEmitter();
  const port = await listen((request, response) => {
    response.once("close", () => heard.emit("gone"));
    void readAsNextDoes(request).then((body) => heard.emit("read", body));
  });
  const client = connect(port, "127.0.0.1");
  client.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
  expect(await once(heard, "read")).toEqual(["ab"]);
  const gone = once(heard, "gone");
  client.resetAndDestroy();
  await gone;
  // An error of a stream is told in a later turn.
  await turn();
  expect(uncaught).toEqual([]);
});

test("a connection with many requests gathers nothing", async () => {
  const counts: number[] = [];
  const port = await listen((request, response) => {
    counts.push(request.socket.listenerCount("close"));
    response.end("x");
  });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (let asked = 0; asked < 20; asked++) {
    const [answer] = await once(http.get({ port, host: "127.0.0.1", agent }), "response");
    expect(await text(answer)).toBe("x");
  }
  agent.destroy();
  expect(new Set(counts).size).toBe(1);
});
