import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A weakness of one address: what its callers get instead of the server's own answer. */
export interface Spoil {
  method: string;
  path: string;
  /** Without one the server's own is passed on; `dropped` is a connection that ends. */
  answer?: { status: number; body: string } | "dropped";
  /** A header that goes missing on the way. */
  without?: string;
}

/** One of `spoils`, by the name after `--break`; throws for a name that is none of them. */
export function spoilOf(
  spoils: Readonly<Record<string, Spoil>>,
  bug: string | undefined,
): Spoil | null {
  if (bug === undefined) return null;
  const spoil = Object.hasOwn(spoils, bug) ? spoils[bug] : undefined;
  if (spoil) return spoil;
  throw new Error(`--break takes ${Object.keys(spoils).join(", ")}, not ${bug}.`);
}

/** Stands in front of the built server and passes everything on, but for what it spoils. */
export async function startSpoiler(
  target: string,
  spoil: Spoil,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", target);
    const isSpoilt = request.method === spoil.method && pathname === spoil.path;
    if (!isSpoilt || !spoil.answer) {
      passOn(target, { request, response, without: isSpoilt ? spoil.without : undefined });
    } else if (spoil.answer === "dropped") {
      request.socket.destroy();
    } else {
      request.resume();
      const { status, body } = spoil.answer;
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Safe because it listens on a port, not on a socket file.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function passOn(
  target: string,
  of: { request: IncomingMessage; response: ServerResponse; without: string | undefined },
): void {
  const { request, response, without } = of;
  const { hostname, port } = new URL(target);
  const { method, url: path, rawHeaders } = request;
  const asked = ask({ hostname, port, method, path, headers: rawHeaders }, (answer) => {
    const headers = { ...answer.headers };
    if (without !== undefined) delete headers[without];
    response.writeHead(answer.statusCode ?? 502, headers);
    answer.pipe(response);
  });
  asked.once("error", () => response.destroy());
  response.once("close", () => asked.destroy());
  request.pipe(asked);
}
