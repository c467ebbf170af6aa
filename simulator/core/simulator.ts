import type { Job, JobResult } from "../automation/invocations";
import { header, type WireReply, type WireRequest } from "../wire/http";
import { SignatureForm } from "../wire/sigv4";
import { authenticate, claimedAuthorization, type Authentication } from "./authenticate";
import { Buckets } from "./buckets";
import { CallLog, type CallEntry } from "./call-log";
import { AwsError, internalError } from "./errors";
import { Faults, type Verdict } from "./faults";
import { bend, type Answer, type Outcome } from "./outcome";
import type { Invocation, Service } from "./service";
import { throttled } from "./service-facts";
import { findService, unknownService } from "./services";
import type { WireObject } from "../wire/xml";
import { World, type WorldOptions } from "./world";

/** A request that has arrived: after `waitMs` (real time) `run` gives its effect and answer. */
export interface Admission {
  waitMs: number;
  run: () => Outcome;
}

interface Arrival {
  request: WireRequest;
  service: Service;
  requestId: string;
  entry: CallEntry;
}

interface Admitted extends Arrival {
  authentication: Authentication;
  invocation: Invocation;
  verdict: Verdict;
}

interface Performed {
  reply: WireReply;
  later?: Promise<WireReply> | undefined;
}

/** All of AWS but its network: state, virtual time and seeded chance; no sockets and no timers. */
export class Simulator {
  world: World;
  faults: Faults;
  readonly buckets = new Buckets();
  readonly calls = new CallLog();
  readonly realNow: () => number;
  /** Of whoever has the processes. */
  runNow: (job: Job) => Promise<JobResult> = () => Promise.reject(new Error("nothing runs here"));

  constructor(options: WorldOptions) {
    this.world = new World(options);
    this.faults = new Faults(this.world.streams.faults);
    this.realNow = options.clock.realNow;
  }

  /** Another world takes the place of this one, with full buckets and without faults. */
  replaceWorld(world: World): void {
    this.world = world;
    this.faults = new Faults(world.streams.faults);
    this.buckets.clear();
  }

  admit(request: WireRequest): Admission {
    const arrival = this.#arrive(request);
    try {
      const admitted = this.#letIn(arrival);
      return { waitMs: admitted.verdict.delayBeforeMs, run: () => this.#process(admitted) };
    } catch (error) {
      return { waitMs: 0, run: () => this.#refuse({ arrival, error }) };
    }
  }

  #arrive(request: WireRequest): Arrival {
    const { world } = this;
    const claimed = claimedAuthorization(request);
    const scope = claimed instanceof SignatureForm ? undefined : claimed;
    const service =
      findService({ signedFor: scope?.service, request }) ?? unknownService(scope?.service ?? "");
    const requestId = world.requestIds.requestId();
    const entry = this.calls.open({
      at: world.now(),
      requestId,
      service: service.name,
      action: "?",
      accountId: "",
      region: scope?.region ?? "",
      principal: "",
      accessKeyId: scope?.accessKeyId ?? "",
      agent: header(request, "user-agent") ?? "",
    });
    return { request, service, requestId, entry };
  }

  /** Who, what, whether there is a token for it, and what the faults have in store. */
  #letIn(arrival: Arrival): Admitted {
    const { request, service, entry } = arrival;
    const { action, find } = service.read(request);
    entry.action = action;
    const authentication = this.#authenticate(arrival);
    const { accountId, arn } = authentication.caller;
    entry.accountId = accountId;
    entry.principal = arn;
    const invocation = find();
    this.#takeToken({ ...arrival, invocation });
    const { region } = entry;
    const { shown } = invocation;
    const verdict = this.faults.judge({ accountId, region, service: service.name, action, shown });
    entry.faults = verdict.kinds;
    return { ...arrival, authentication, invocation, verdict };
  }

  #process(admitted: Admitted): Outcome {
    const { service, requestId, entry, verdict } = admitted;
    if (verdict.before !== undefined) {
      return this.#end({ entry, ...bend({ fault: verdict.before, service, requestId }) });
    }
    const { reply, code, later } = this.#answer(admitted);
    if (later === undefined) return this.#conclude({ admitted, reply, code });
    const outcome = later.then(
      (reply) => this.#conclude({ admitted, reply, code }),
      (error: unknown) => this.#conclude({ admitted, ...toRefusal({ arrival: admitted, error }) }),
    );
    return { kind: "later", outcome };
  }

  #conclude(of: { admitted: Admitted; reply: WireReply; code: string }): Answer {
    const { reply, code } = of;
    const { service, requestId, entry, verdict } = of.admitted;
    if (verdict.after !== undefined) {
      const { outcome } = bend({ fault: verdict.after, service, requestId, reply });
      this.#noteLostReply(entry);
      return this.#end({ entry, outcome: delayed(outcome, verdict), code });
    }
    const altered = verdict.omit.size > 0 && code === "ok";
    const outcome: Answer = { kind: "reply", reply, delayMs: verdict.delayAfterMs, altered };
    return this.#end({ entry, outcome, code });
  }

  #answer(admitted: Admitted): Performed & { code: string } {
    try {
      return { ...this.#perform(admitted), code: "ok" };
    } catch (error) {
      return toRefusal({ arrival: admitted, error });
    }
  }

  #perform(admitted: Admitted): Performed {
    const { world } = this;
    const { service, requestId, entry, invocation, verdict } = admitted;
    // A request that was held up on its way meets the clock, and the keys, as they are now.
    const { caller } =
      verdict.delayBeforeMs > 0 ? this.#authenticate(admitted) : admitted.authentication;
    const { accountId } = caller;
    const { region, action } = entry;
    let later: Promise<WireObject> | undefined;
    const body = invocation.run({
      service,
      world,
      here: world.in({ accountId, region }),
      caller,
      accountId,
      region,
      now: world.now(),
      action,
      effects: verdict.effects,
      entry,
      url: `http://${header(admitted.request, "host") ?? "localhost"}`,
      runNow: (job) => this.runNow(job),
      answerLater: (answer) => {
        later = answer;
      },
    });
    if (service.name === "ec2" && invocation.shown("DryRun").toLowerCase() === "true") {
      throw internalError(`${action} has no dry run`);
    }
    const write = (body: WireObject): WireReply => {
      for (const name of verdict.omit) delete body[name];
      return service.answer({ action, requestId, body });
    };
    return { reply: write(body), later: later?.then(write) };
  }

  #authenticate({ request, service }: Arrival): Authentication {
    const { style } = service;
    return authenticate({ world: this.world, request, realNow: this.realNow(), style });
  }

  #takeToken(of: Pick<Admitted, "service" | "entry" | "invocation">): void {
    if (!this.world.settings.limits.tokenBuckets) return;
    const { accountId, region, action } = of.entry;
    const { bucket } = of.invocation;
    const name = `${accountId}/${region}/${action}/${bucket}`;
    if (this.buckets.take({ name, class: bucket, now: this.world.now() })) return;
    throw throttled(of.service);
  }

  #refuse({ arrival, error }: { arrival: Arrival; error: unknown }): Outcome {
    const { reply, code } = toRefusal({ arrival, error });
    const outcome: Answer = { kind: "reply", reply, delayMs: 0, altered: false };
    return this.#end({ entry: arrival.entry, outcome, code });
  }

  #end({ entry, outcome, code }: { entry: CallEntry; outcome: Answer; code: string }): Answer {
    if (outcome.kind === "reply") {
      // EC2 names itself, STS does not.
      if (entry.service === "ec2") outcome.reply.headers["server"] = "AmazonEC2";
      outcome.reply.headers["date"] = new Date(
        this.world.now() + this.world.settings.skewMs,
      ).toUTCString();
    }
    this.calls.close(entry, { outcome: code, reply: replyWord(outcome) });
    return outcome;
  }

  /** Marks what a call made or removed as something its caller was not told of. */
  #noteLostReply(entry: CallEntry): void {
    const imageId = entry.detail["imageId"];
    if (imageId === undefined) return;
    const here = this.world.in(entry);
    const image = here.images.get(imageId) ?? here.removedImages.get(imageId);
    if (image?.createdBy.callSeq === entry.seq) image.createdBy.replyLost = true;
    if (image?.removed?.callSeq === entry.seq) image.removed.replyLost = true;
  }
}

function toRefusal(of: { arrival: Arrival; error: unknown }): { reply: WireReply; code: string } {
  const { service, requestId } = of.arrival;
  const refusal = of.error instanceof AwsError ? of.error : internalError();
  if (refusal !== of.error) console.error("simulator:", of.error);
  return { reply: service.refuse({ error: refusal, requestId }), code: refusal.code };
}

function delayed(outcome: Answer, { delayAfterMs }: Verdict): Answer {
  return outcome.kind === "hang" ? outcome : { ...outcome, delayMs: delayAfterMs };
}

function replyWord(outcome: Answer): CallEntry["reply"] {
  if (outcome.kind === "reset") return "lost";
  if (outcome.kind === "hang") return "held";
  return outcome.altered ? "altered" : "sent";
}
