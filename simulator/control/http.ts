import type { ServerResponse } from "node:http";
import type { Simulator } from "../core/simulator";
import type { Driver } from "../driver";
import { ControlError, Fields } from "./fields";
import { controlVerbs, isControlVerb, READING } from "./verbs";

export interface ControlExchange {
  simulator: Simulator;
  driver: Driver;
  method: string;
  /** With its query; `/_control/<verb>`. */
  url: string;
  body: Buffer;
  response: ServerResponse;
  onChange: () => void;
}

/** `POST` with a JSON object, or `GET` with a query for the verbs that only read. */
export async function handleControl(exchange: ControlExchange): Promise<void> {
  const { response } = exchange;
  try {
    const answer = await perform(exchange);
    send({ response, status: 200, body: answer });
  } catch (error) {
    const known = error instanceof ControlError;
    if (!known) console.error("simulator:", error);
    const status = known ? error.status : 500;
    send({ response, status, body: { error: error instanceof Error ? error.message : "" } });
  }
}

async function perform({
  simulator,
  driver,
  method,
  url,
  body,
  onChange,
}: ControlExchange): Promise<unknown> {
  const { pathname, searchParams } = new URL(url, "http://simulator");
  const verb = pathname.slice("/_control/".length);
  if (!isControlVerb(verb)) throw new ControlError(`there is no ${verb}`, { status: 404 });
  const reads = READING.has(verb);
  if (method !== "POST" && !(method === "GET" && reads)) {
    throw new ControlError(`${verb} wants POST`, { status: 405 });
  }
  const input = method === "GET" ? Object.fromEntries(searchParams) : parse(body);
  const answer = await controlVerbs[verb]({ simulator, driver, input: new Fields(input) });
  if (!reads) {
    driver.poke();
    onChange();
  }
  return answer;
}

function parse(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new ControlError("the body is not JSON");
  }
}

function send(of: { response: ServerResponse; status: number; body: unknown }): void {
  const text = `${JSON.stringify(of.body)}\n`;
  of.response
    .writeHead(of.status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    })
    .end(text);
}
