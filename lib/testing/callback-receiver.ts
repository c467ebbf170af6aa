import type { ServerResponse } from "node:http";
import { reportFromFunction } from "../../app/api/backup-callback/declaration";
import { handleRoute } from "../web/handle-route";
import type { TestRuntime } from "./create-test-runtime";
import type { HttpReceiver, ReceivedRequest } from "./http-receiver";

/** The receiver hands what it gets on to this installation's callback; answers with the statuses so far. */
export function leadToCallback(receiver: HttpReceiver, runtime: TestRuntime): number[] {
  const statuses: number[] = [];
  receiver.answer = (read, response) => {
    void passOn(runtime, read, response).then((status) => statuses.push(status));
  };
  return statuses;
}

async function passOn(
  runtime: TestRuntime,
  read: ReceivedRequest,
  response: ServerResponse,
): Promise<number> {
  const headers = new Headers(
    Object.entries(read.headers).map(([name, value]) => [name, String(value)]),
  );
  const sent = { method: read.method, headers, body: read.body };
  const request = new Request(`http://127.0.0.1${read.path}`, sent);
  const { status } = await handleRoute(runtime, reportFromFunction, { request, params: {} });
  response.writeHead(status).end();
  return status;
}
