import { noEffects, type Effects } from "./effects";
import {
  KMS_MESSAGE,
  type FaultEffect,
  type FaultRule,
  type FaultScope,
  type FiringEffect,
  type NewFault,
  type Phase,
} from "./fault-rules";
import type { Random } from "./random";
import { textPattern } from "./text-pattern";

export interface FaultyCall {
  accountId: string;
  region: string;
  service: string;
  action: string;
  /** A member of the input as text; empty when it is left out. */
  shown: (name: string) => string;
}

/** What strikes the answer rather than the effect. */
export type WireFault = Extract<
  FaultEffect,
  { kind: "error" | "throttle" | "hang" | "reset" | "loseReply" | "html" | "empty" | "truncate" }
>;

/** Everything that the rules have in store for one call. */
export interface Verdict {
  kinds: string[];
  delayBeforeMs: number;
  delayAfterMs: number;
  before?: WireFault | undefined;
  after?: WireFault | undefined;
  omit: Set<string>;
  effects: Effects;
}

/** What is in store for one firing of a rule or schedule. */
export interface FiringVerdict {
  kinds: string[];
  lateMs: number;
  /** Invoked again so long after the first time. */
  againAfterMs?: number | undefined;
  dropped: boolean;
}

/** Rules in the order they were added: of wire faults the first counts, of the rest all do. */
export class Faults {
  readonly #rules: FaultRule[] = [];
  readonly #random: Random;
  #lastId = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  add(fault: NewFault): FaultRule {
    this.#lastId += 1;
    const rule = { ...fault, id: fault.id ?? `fault-${this.#lastId}`, seen: 0, hits: 0 };
    this.#rules.push(rule);
    return rule;
  }

  list(): FaultRule[] {
    return this.#rules.map((rule) => ({ ...rule }));
  }

  clear(id?: string): number {
    const kept = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
    return this.#rules.splice(0, this.#rules.length, ...kept).length - kept.length;
  }

  restore(rules: readonly FaultRule[]): void {
    this.#rules.splice(0, this.#rules.length, ...rules.map((rule) => ({ ...rule })));
    this.#lastId = Math.max(this.#lastId, this.#rules.length);
  }

  judge(call: FaultyCall): Verdict {
    const verdict: Verdict = {
      kinds: [],
      delayBeforeMs: 0,
      delayAfterMs: 0,
      omit: new Set(),
      effects: noEffects(),
    };
    for (const rule of this.#rules) {
      const { effect } = rule;
      if (isOfFiring(effect) || !this.#strikes({ rule, call })) continue;
      verdict.kinds.push(effect.kind);
      this.#apply({ effect, verdict });
    }
    return verdict;
  }

  /** The members it can match are `name` (of the rule or schedule), `source` and `function`. */
  judgeFiring(call: FaultyCall): FiringVerdict {
    const verdict: FiringVerdict = { kinds: [], lateMs: 0, dropped: false };
    for (const rule of this.#rules) {
      const { effect } = rule;
      if (!isOfFiring(effect) || !this.#strikes({ rule, call })) continue;
      verdict.kinds.push(effect.kind);
      if (effect.kind === "dropInvocation") verdict.dropped = true;
      else if (effect.kind === "lateInvocation") verdict.lateMs += this.#random.between(effect.ms);
      else verdict.againAfterMs ??= this.#random.between(effect.afterMs ?? 0);
    }
    return verdict;
  }

  #strikes({ rule, call }: { rule: FaultRule; call: FaultyCall }): boolean {
    if (rule.times !== undefined && rule.hits >= rule.times) return false;
    if (!inScope({ scope: rule.scope ?? {}, call })) return false;
    rule.seen += 1;
    if (rule.seen <= (rule.skip ?? 0)) return false;
    const probability = rule.probability ?? 1;
    if (probability < 1 && this.#random.next() >= probability) return false;
    rule.hits += 1;
    return true;
  }

  #apply(of: { effect: Exclude<FaultEffect, FiringEffect>; verdict: Verdict }): void {
    const { effect, verdict } = of;
    const { effects } = verdict;
    switch (effect.kind) {
      case "delay": {
        const ms = this.#random.between(effect.ms);
        if (effect.phase === "before") verdict.delayBeforeMs += ms;
        else verdict.delayAfterMs += ms;
        return;
      }
      case "omit":
        for (const element of effect.elements) verdict.omit.add(element);
        return;
      case "visibilityLag":
        if (effect.of !== "tags") effects.imageLagMs = this.#random.between(effect.ms);
        if (effect.of !== "images") effects.tagLagMs = this.#random.between(effect.ms);
        return;
      case "lateFailure":
        effects.lateFailure ??= this.#lateFailure(effect);
        return;
      case "slow":
        effects.paceFactor *= effect.factor;
        return;
      case "snapshotReturnCode":
        effects.snapshotReturnCode ??= effect.code;
        return;
      default:
        if (phaseOf(effect) === "before") verdict.before ??= effect;
        else verdict.after ??= effect;
    }
  }

  #lateFailure(fault: Extract<FaultEffect, { kind: "lateFailure" }>): Effects["lateFailure"] {
    return {
      afterMs: this.#random.between(fault.afterMs),
      state: fault.state ?? "failed",
      code: fault.code ?? "Client.InternalError",
      message: fault.message ?? KMS_MESSAGE,
      snapshotMessage:
        fault.snapshotMessage === null ? undefined : (fault.snapshotMessage ?? KMS_MESSAGE),
      keepsName: fault.keepsName ?? false,
    };
  }
}

const FIRING: ReadonlySet<string> = new Set<FiringEffect["kind"]>([
  "doubleInvocation",
  "lateInvocation",
  "dropInvocation",
]);

const isOfFiring = (effect: FaultEffect): effect is FiringEffect => FIRING.has(effect.kind);

function phaseOf(effect: WireFault): Phase {
  if (effect.kind === "throttle") return "before";
  if (effect.kind === "loseReply" || effect.kind === "truncate") return "after";
  return effect.phase ?? "before";
}

function inScope({ scope, call }: { scope: FaultScope; call: FaultyCall }): boolean {
  if ((scope.accountId ?? call.accountId) !== call.accountId) return false;
  if ((scope.region ?? call.region) !== call.region) return false;
  if ((scope.service ?? call.service) !== call.service) return false;
  const actions = scope.action === undefined ? ["*"] : [scope.action].flat();
  if (!actions.some((action) => textPattern(action).test(call.action))) return false;
  return Object.entries(scope.match ?? {}).every(([name, pattern]) =>
    textPattern(pattern).test(call.shown(name)),
  );
}
