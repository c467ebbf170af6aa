import type { Server } from "node:http";

/**
 * Nothing here speaks another protocol, but Next listens for those who ask for one and leaves their
 * connections open without an answer, where no time-out of requests reaches them. Without a listener
 * Node answers such a request as any other.
 */
export function takeNoUpgrades(server: Server): void {
  server.on("newListener", (event, listener) => {
    // It is added after this has been told.
    if (event === "upgrade") queueMicrotask(() => server.off("upgrade", listener));
  });
}
