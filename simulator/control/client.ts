import type { ControlContract, ControlVerb } from "./contract";

/** One method per verb; the input may be left out where nothing in it is required. */
export type ControlClient = {
  readonly [V in ControlVerb]: Record<never, never> extends ControlContract[V]["input"]
    ? (input?: ControlContract[V]["input"]) => Promise<ControlContract[V]["output"]>
    : (input: ControlContract[V]["input"]) => Promise<ControlContract[V]["output"]>;
};

/** A client of the control API at the simulator's address, such as `http://127.0.0.1:4566`. */
export function createControlClient(url: string): ControlClient {
  return new Proxy(asClient({}), {
    get: (_, verb) => {
      // A client that is awaited by mistake must not look like a promise.
      if (typeof verb !== "string" || verb === "then") return undefined;
      return (input: unknown = {}) => call({ url, verb, input });
    },
  });
}

/** The proxy answers for every verb; the contract says what each of them takes and gives. */
const asClient = (target: object): ControlClient => target as ControlClient;

async function call(of: { url: string; verb: string; input: unknown }): Promise<unknown> {
  const response = await fetch(new URL(`/_control/${of.verb}`, of.url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(of.input),
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  throw new Error(`simulator control ${of.verb}: ${response.status} ${text.trim()}`);
}
