import type { WireRequest } from "../wire/http";
import { Input } from "../wire/input";
import type { Params } from "../wire/params";
import type { Protocol } from "../wire/protocol";
import type { WireObject } from "../wire/xml";
import type { BucketClass } from "./buckets";
import { AwsError } from "./errors";
import type { CallFacts, Operation, Operations } from "./operation";
import type { ServiceFacts } from "./service-facts";

/** What a request asks for, with the type of its input closed over. */
export interface Invocation {
  bucket: BucketClass;
  /** A member of the input as text; empty when it is left out. */
  shown: (name: string) => string;
  run: (call: CallFacts) => WireObject;
}

export interface Service extends ServiceFacts, Pick<Protocol<unknown>, "answer" | "refuse"> {
  /** The action alone; `find` throws for one that is not here. */
  read: (request: WireRequest) => { action: string; find: () => Invocation };
}

export interface ServiceSpec<P> extends ServiceFacts {
  protocol: Protocol<P>;
  operations: Operations<P>;
  /** Parameters that every request of the service may carry. */
  common?: ReadonlySet<string> | undefined;
}

export function defineService<P extends Params | Input>(spec: ServiceSpec<P>): Service {
  const { protocol, operations, common, ...facts } = spec;
  return {
    ...facts,
    answer: protocol.answer,
    refuse: protocol.refuse,
    read: (request) => {
      const { action, params } = protocol.read(request);
      const find = (): Invocation => {
        const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
        if (operation === undefined) throw unknownAction({ facts, action });
        refuseStrangers({ operation, params, common });
        const { bucket } = operation;
        return {
          bucket: typeof bucket === "function" ? bucket(params) : bucket,
          shown: (name) =>
            params instanceof Input ? params.shown(name) : (params.text(name) ?? ""),
          run: (call) => operation.run({ ...call, params }),
        };
      };
      return { action, find };
    },
  };
}

/** EC2 refuses a parameter that it does not know; JSON services read past it. */
function refuseStrangers<P extends Params | Input>(of: {
  operation: Operation<P>;
  params: P;
  common: ReadonlySet<string> | undefined;
}): void {
  const { operation, params, common } = of;
  if (operation.params === undefined) return;
  const known = new Set(operation.params);
  const stranger = params.names().find((name) => !known.has(name) && common?.has(name) !== true);
  if (stranger !== undefined) {
    throw new AwsError("UnknownParameter", `The parameter ${stranger} is not recognized`);
  }
}

function unknownAction({ facts, action }: { facts: ServiceFacts; action: string }): AwsError {
  return facts.style === "json" || facts.style === "rest"
    ? new AwsError("UnknownOperationException", "", 404)
    : new AwsError("InvalidAction", `The action ${action} is not valid for this web service.`);
}
