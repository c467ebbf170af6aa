import {
  createConnection,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";
import { once } from "node:events";

/** The way to a Redis that a test can close: to its clients the server is gone, and comes back. */
export interface RedisDoor {
  url: string;
  /** Every connection breaks, and new ones are refused. */
  close(): Promise<void>;
  open(): Promise<void>;
}

export async function createRedisDoor(redisUrl: string): Promise<RedisDoor> {
  const target = new URL(redisUrl);
  const sockets = new Set<Socket>();
  let port = 0;
  let server: Server;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  };
  const open = async (): Promise<void> => {
    server = createServer((client) => {
      const redis = keep(createConnection(Number(target.port || 6_379), target.hostname));
      keep(client).pipe(redis).pipe(client);
      client.on("close", () => redis.destroy());
      redis.on("close", () => client.destroy());
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  };
  await open();
  const url = new URL(redisUrl);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return {
    url: url.toString(),
    open,
    async close() {
      if (!server.listening) return;
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
