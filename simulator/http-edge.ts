import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Simulator } from "./core/simulator";
import type { Outcome } from "./core/outcome";
import { handleControl } from "./control/http";
import type { Driver } from "./driver";
import { findCode, isCodePath } from "./lambda/code-url";
import type { WireRequest } from "./wire/http";

/** A function of 50 MB comes as base64. */
const BODY_MAX_BYTES = 70 * 1024 * 1024;
const CONTROL_BODY_MAX_BYTES = 512 * 1024 * 1024;

export interface Edge {
  simulator: Simulator;
  driver: Driver;
  /** Told after each control verb that changes something. */
  onChange: () => void;
}

/** The only place with sockets and timers. */
export function createEdge(edge: Edge): Server {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    serve({ ...edge, request, response }).catch((error: unknown) => {
      console.error("simulator:", error);
      request.socket.destroy();
    });
  });
  server.requestTimeout = 0;
  return server;
}

interface Exchange extends Edge {
  request: IncomingMessage;
  response: ServerResponse;
}

async function serve({ simulator, driver, onChange, request, response }: Exchange): Promise<void> {
  const url = request.url ?? "/";
  const isControl = url.startsWith("/_control/");
  const body = await readBody({
    request,
    maxBytes: isControl ? CONTROL_BODY_MAX_BYTES : BODY_MAX_BYTES,
  });
  if (body === undefined) {
    response.writeHead(413, { connection: "close" }).end();
    return;
  }
  if (isControl) {
    const method = request.method ?? "GET";
    await handleControl({ simulator, driver, method, url, body, response, onChange });
    return;
  }
  if (isCodePath(url)) {
    const zip = findCode({ world: simulator.world, url });
    response.writeHead(zip === undefined ? 403 : 200).end(zip);
    return;
  }
  const { waitMs, run } = simulator.admit(toWireRequest({ request, url, body }));
  const act = (): void => {
    // What was due before the call must not be changed by it.
    driver.poke();
    perform({ outcome: run(), request, response });
    driver.poke();
  };
  if (waitMs === 0) act();
  else later({ ms: waitMs, act });
}

function perform(of: {
  outcome: Outcome;
  request: IncomingMessage;
  response: ServerResponse;
}): void {
  const { outcome, request, response } = of;
  if (outcome.kind === "hang") {
    if (Number.isFinite(outcome.ms)) later({ ms: outcome.ms, act: () => request.socket.destroy() });
    return;
  }
  if (outcome.kind === "later") {
    void outcome.outcome.then((outcome) => perform({ ...of, outcome }));
    return;
  }
  const act = (): void => {
    if (outcome.kind === "reset") request.socket.resetAndDestroy();
    else {
      const { status, headers, body } = outcome.reply;
      response
        .writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) })
        .end(body);
    }
  };
  if (outcome.delayMs > 0) later({ ms: outcome.delayMs, act });
  else act();
}

/** A delayed effect happens although its client has gone; it does not keep the process alive. */
function later({ ms, act }: { ms: number; act: () => void }): void {
  setTimeout(act, ms).unref();
}

function toWireRequest(of: { request: IncomingMessage; url: string; body: Buffer }): WireRequest {
  const { request, url, body } = of;
  const mark = url.indexOf("?");
  return {
    method: request.method ?? "GET",
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? "" : url.slice(mark + 1),
    headers: request.headers,
    body,
  };
}

async function readBody(of: {
  request: IncomingMessage;
  maxBytes: number;
}): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of of.request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > of.maxBytes) return undefined;
    chunks.push(bytes);
  }
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}
