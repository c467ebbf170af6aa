import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { PEER_HEADER } from "./client-address";

const PREPARED = Symbol.for("amivault.requestsPrepared");
const registry = globalThis as { [PREPARED]?: true };

/**
 * Runs before any listener of any server of this process, which Next does not let us:
 * - Next passes a client's own X-Forwarded-For on as it came, so the socket's address goes into a
 *   header of ours, over whatever the client sent;
 * - Next answers 500 to an address such as `/api/backups/%ff`, so it is made the text it is.
 */
export function prepareRequests(): void {
  if (registry[PREPARED]) return;
  registry[PREPARED] = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[PEER_HEADER] = plainAddress(request.socket.remoteAddress ?? "unknown");
    request.url = decodableUrl(request.url ?? "/");
  });
}

/** `::ffff:127.0.0.1` and `127.0.0.1` are one address. */
function plainAddress(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

function decodableUrl(url: string): string {
  const [path = "", ...query] = url.split("?");
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll("%", "%25"), ...query].join("?");
  }
}
