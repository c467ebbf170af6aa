import { setImmediate as letOthersRun } from "node:timers/promises";
import { sliceXml } from "./slice-xml.pure";

const ITEMS_PER_SLICE = 50;

type Next<Args, Result> = (args: Args) => Promise<Result>;

/** What of an SDK command is needed here; its own type differs with each. */
interface Sliceable {
  middlewareStack: {
    add(
      middleware: <Args extends object, Result extends { response: unknown }>(
        next: Next<Args, Result>,
      ) => Next<Args, Result>,
      options: { step: "deserialize"; priority: "high" | "low"; name: string },
    ): void;
  };
}

/**
 * Reading a page of a thousand items keeps the event loop for a fifth of a second. The answer is
 * therefore read in slices, and others run in between. To be added before the call's own guard,
 * which is nearer to the wire.
 */
export function sliceAnswer<C extends Sliceable>(
  command: C,
  of: { xml: string; output: string },
): C {
  let left: string[] = [];
  command.middlewareStack.add(
    (next) => async (args) => {
      const first = await next(args);
      while (left.length > 0) {
        await letOthersRun();
        append(first, await next(args), of.output);
      }
      return first;
    },
    { step: "deserialize", priority: "high", name: "amivaultSlices" },
  );
  let seen: { response: unknown } | null = null;
  command.middlewareStack.add(
    (next) => async (args) => {
      const slice = left.shift();
      // A slice of what came already: nothing is sent.
      if (slice !== undefined && seen !== null) return withBody(seen, slice) as never;
      const result = await next(args);
      seen = result;
      const body = bodyOf(result.response);
      if (body === null) return result;
      await letOthersRun();
      const [first, ...rest] = sliceXml(body, of.xml, ITEMS_PER_SLICE);
      if (first === undefined || rest.length === 0) return result;
      await letOthersRun();
      left = rest;
      return withBody(result, first) as never;
    },
    { step: "deserialize", priority: "low", name: "amivaultSlice" },
  );
  return command;
}

function bodyOf(response: unknown): string | null {
  if (typeof response !== "object" || response === null) return null;
  const body: unknown = Reflect.get(response, "body");
  const status: unknown = Reflect.get(response, "statusCode");
  return body instanceof Uint8Array && status === 200 ? new TextDecoder().decode(body) : null;
}

function withBody(result: { response: unknown }, text: string): { response: unknown } {
  const { response } = result;
  const prototype: unknown = Object.getPrototypeOf(response);
  const copy = Object.assign(Object.create(Object(prototype)), response);
  return { ...result, response: Object.assign(copy, { body: new TextEncoder().encode(text) }) };
}

/** The list of a later slice goes behind that of the first. */
function append(first: object, later: object, output: string): void {
  const [all, more] = [first, later].map((result) =>
    Reflect.get(Object(Reflect.get(result, "output")), output),
  );
  if (Array.isArray(all) && Array.isArray(more)) all.push(...more);
}
