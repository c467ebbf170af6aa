import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HttpReceiver {
  url: string;
  received: ReceivedRequest[];
  /** What it answers from now on; 200 until said. */
  answer: (request: ReceivedRequest, response: ServerResponse) => void;
  /** Resolves when so many requests have been read whole. */
  until(count: number): Promise<void>;
  close(): void;
}

/** A real HTTP server of the test's own, on loopback. */
export async function startHttpReceiver(): Promise<HttpReceiver> {
  const waiting: Array<{ count: number; resolve: () => void }> = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { method = "", url = "", headers } = request;
    const body = Buffer.concat(chunks).toString("utf8");
    const read = { method, path: url, headers, body };
    receiver.received.push(read);
    receiver.answer(read, response);
    for (const waiter of waiting) {
      if (waiter.count <= receiver.received.length) waiter.resolve();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const receiver: HttpReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: (_, response) => response.end("ok"),
    until: (count) =>
      new Promise((resolve) => {
        if (receiver.received.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}
