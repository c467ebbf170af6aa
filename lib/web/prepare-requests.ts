import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { PEER_HEADER, PEER_PROOF_HEADER } from "./client-address";

const FORWARDED = ["x-forwarded-host", "x-forwarded-proto", "x-forwarded-port"] as const;
const PREPARED = Symbol.for("amivault.requestsPrepared");
const registry = globalThis as { [PREPARED]?: true };

/**
 * Runs before any listener of any server of this process, which Next does not let us:
 * - Next passes a client's own X-Forwarded-For on as it came, so the socket's address goes into a
 *   header of ours, over whatever the client sent. An action that is called at another page than its own
 *   Next sends to itself with the headers of the request: a proof that only this process knows says
 *   that the address in them is ours;
 * - Next believes X-Forwarded-Host and -Proto of anybody, and answers 500 where they contradict a
 *   page's origin, so that only what a trusted proxy wrote is left;
 * - Next answers 500 to an address such as `/api/backups/%ff`, so it is made the text it is;
 * - Next takes an address that names a host, as clients of proxies send it, for a path with slashes too
 *   many and leads to that host: the host goes.
 */
export function prepareRequests(trustedProxies: () => number): void {
  if (registry[PREPARED]) return;
  registry[PREPARED] = true;
  const proof = randomBytes(32).toString("base64url");
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const { headers, socket } = request;
    if (headers[PEER_PROOF_HEADER] !== proof) {
      headers[PEER_HEADER] = plainAddress(socket.remoteAddress ?? "unknown");
      headers[PEER_PROOF_HEADER] = proof;
    }
    keepTrusted(headers, trustedProxies());
    request.url = decodableUrl(ownPath(request.url ?? "/"));
  });
}

/** What the proxy next to us wrote, and without one nothing: Next believes the rest. */
function keepTrusted(headers: IncomingHttpHeaders, trustedProxies: number): void {
  for (const name of FORWARDED) {
    const given = [headers[name] ?? []].flat().join(",").split(",").at(-1)?.trim() ?? "";
    if (trustedProxies === 0 || given === "") delete headers[name];
    else headers[name] = given;
  }
}

/** `::ffff:127.0.0.1` and `127.0.0.1` are one address. */
function plainAddress(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

/** RFC 9112, 3.2: a target may be a whole address, or `*`. */
function ownPath(target: string): string {
  if (target.startsWith("/")) return target;
  const rest = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*(.*)$/is.exec(target)?.[1] ?? target;
  return rest.startsWith("/") ? rest : `/${rest}`;
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
