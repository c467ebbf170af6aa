import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ServiceError } from "../errors";
import { acceptReport } from "../eventbridge/accept-report";
import type { Runtime } from "../runtime";
import { anonymousContext } from "./contexts";

/** What hears the functions of AWS, on loopback: the verb behind the route, over HTTP. */
export async function startReportServer() {
  let runtime: Runtime | null = null;
  const heard: Array<{ status: number; body: string }> = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString("utf8");
    const status = runtime === null ? 503 : await accept(runtime, { request, body });
    heard.push({ status, body });
    response.writeHead(status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    serve(served: Runtime | null): void {
      runtime = served;
    },
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function accept(
  runtime: Runtime,
  of: { request: { headers: NodeJS.Dict<string | string[]> }; body: string },
): Promise<number> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(of.request.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  try {
    await acceptReport(anonymousContext(runtime), { headers, body: of.body });
    return 204;
  } catch (error) {
    if (error instanceof ServiceError) return 401;
    throw error;
  }
}
