import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { PEER_HEADER } from "./client-address";

const STAMPED = Symbol.for("amivault.peerStamped");
const registry = globalThis as { [STAMPED]?: true };

/**
 * Next passes a client's own X-Forwarded-For on as it came. This writes the socket's address
 * into a header of ours before any request listener runs, over whatever the client sent.
 */
export function stampPeerAddresses(): void {
  if (registry[STAMPED]) return;
  registry[STAMPED] = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[PEER_HEADER] = plainAddress(request.socket.remoteAddress ?? "unknown");
  });
}

/** `::ffff:127.0.0.1` and `127.0.0.1` are one address. */
function plainAddress(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}
