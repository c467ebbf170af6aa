import type { FaultEffect, FaultScope, NewFault } from "../core/fault-rules";
import { ControlError, type Fields } from "./fields";
import type { Handlers } from "./verb";

const KINDS: Record<FaultEffect["kind"], true> = {
  error: true,
  throttle: true,
  hang: true,
  reset: true,
  loseReply: true,
  delay: true,
  html: true,
  empty: true,
  truncate: true,
  omit: true,
  visibilityLag: true,
  lateFailure: true,
  slow: true,
  snapshotReturnCode: true,
};

export const faultVerbs: Handlers<"addFault" | "listFaults" | "clearFaults"> = {
  addFault: ({ simulator, input }) => simulator.faults.add(readFault(input)),
  listFaults: ({ simulator }) => simulator.faults.list(),
  clearFaults: ({ simulator, input }) => ({
    removed: simulator.faults.clear(input.optionalText("id")),
  }),
};

function readFault(input: Fields): NewFault {
  const effect = input.raw("effect");
  const kind = input.optionalFields("effect")?.text("kind") ?? "";
  if (!Object.hasOwn(KINDS, kind)) {
    throw new ControlError(`effect.kind must be one of ${Object.keys(KINDS).join(", ")}`);
  }
  return {
    id: input.optionalText("id"),
    scope: readScope(input.optionalFields("scope")),
    probability: input.optionalNumber("probability"),
    skip: input.optionalNumber("skip"),
    times: input.optionalNumber("times"),
    effect: asEffect(effect),
  };
}

/** The kind has been checked; its details are the test's own business. */
const asEffect = (effect: unknown): FaultEffect => effect as FaultEffect;

function readScope(scope: Fields | undefined): FaultScope | undefined {
  if (scope === undefined) return undefined;
  const action = scope.raw("action");
  const match = scope.optionalTextMap("match");
  return {
    accountId: scope.optionalText("accountId"),
    region: scope.optionalText("region"),
    service: scope.optionalText("service"),
    action: Array.isArray(action) ? scope.optionalTexts("action") : scope.optionalText("action"),
    match: match && Object.fromEntries(match),
  };
}
