import type { FaultEffect, FaultScope, NewFault } from "../core/fault-rules";
import { ControlError, type Fields } from "./fields";
import type { Handlers } from "./verb";

/** Every kind, with what it cannot do without. */
const NEEDS: Record<FaultEffect["kind"], { name: string; as: (value: unknown) => boolean }[]> = {
  error: [{ name: "code", as: isText }],
  throttle: [],
  hang: [],
  reset: [],
  loseReply: [],
  delay: [{ name: "ms", as: isSpan }],
  html: [],
  empty: [],
  truncate: [],
  omit: [{ name: "elements", as: (value) => Array.isArray(value) && value.every(isText) }],
  visibilityLag: [{ name: "ms", as: isSpan }],
  lateFailure: [{ name: "afterMs", as: isSpan }],
  slow: [{ name: "factor", as: isNumber }],
  snapshotReturnCode: [{ name: "code", as: isText }],
  doubleInvocation: [],
  lateInvocation: [{ name: "ms", as: isSpan }],
  dropInvocation: [],
};

export const faultVerbs: Handlers<"addFault" | "listFaults" | "clearFaults"> = {
  addFault: ({ simulator, input }) => simulator.faults.add(readFault(input)),
  listFaults: ({ simulator }) => simulator.faults.list(),
  clearFaults: ({ simulator, input }) => ({
    removed: simulator.faults.clear(input.optionalText("id")),
  }),
};

function readFault(input: Fields): NewFault {
  return {
    id: input.optionalText("id"),
    scope: readScope(input.optionalFields("scope")),
    probability: input.optionalNumber("probability"),
    skip: input.optionalNumber("skip"),
    times: input.optionalNumber("times"),
    effect: readEffect(input),
  };
}

function readEffect(input: Fields): FaultEffect {
  const effect = input.optionalFields("effect");
  const kind = effect?.text("kind") ?? "";
  if (!isKind(kind)) {
    throw new ControlError(`effect.kind must be one of ${Object.keys(NEEDS).join(", ")}`);
  }
  for (const { name, as } of NEEDS[kind]) {
    if (!as(effect?.raw(name))) throw new ControlError(`a fault of kind ${kind} needs ${name}`);
  }
  return asEffect(input.raw("effect"));
}

/** The kind and what it needs have been checked; the rest is optional everywhere. */
const asEffect = (effect: unknown): FaultEffect => effect as FaultEffect;

const isKind = (kind: string): kind is FaultEffect["kind"] => Object.hasOwn(NEEDS, kind);

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function isSpan(value: unknown): boolean {
  return isNumber(value) || (Array.isArray(value) && value.length === 2 && value.every(isNumber));
}

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
