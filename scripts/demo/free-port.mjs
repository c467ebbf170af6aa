import { createServer } from "node:net";

/** The wanted port if nobody listens there, else one that is free. */
export async function freePort(/** @type {number} */ wanted) {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}

/**
 * @param {number} port
 * @returns {Promise<number | null>}
 */
export function tryPort(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      const found = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}
