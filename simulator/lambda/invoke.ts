import { startInvocation, type JobResult } from "../automation/invocations";
import type { QueuedInvocation } from "../automation/model";
import { AwsError } from "../core/errors";
import type { WireObject } from "../wire/xml";
import { conflict, getFunction, onLambda, permittedName, type LambdaCall } from "./call";

const LOG_TAIL_BYTES = 4096;

export const invoke = onLambda((call) => {
  const { there, params, now } = call;
  const fn = getFunction(there, permittedName(call, "InvokeFunction"));
  const type = params.text("InvocationType") ?? "RequestResponse";
  if (type === "DryRun") return { StatusCode: 204 };
  if (now < fn.activeAt) {
    throw conflict(
      "The operation cannot be performed at this time. The function is currently in the following state: Pending",
    );
  }
  const queued = toQueued({ call, functionArn: fn.arn, payload: readPayload(call) });
  if (type === "Event") {
    there.queue.push(queued);
    return { StatusCode: 202 };
  }
  if (type !== "RequestResponse") {
    throw params.invalid(
      "InvocationType",
      "satisfy enum value set: [Event, RequestResponse, DryRun]",
    );
  }
  call.answerLater(runNow({ call, queued: { ...queued, isSynchronous: true } }));
  return {};
});

async function runNow(of: { call: LambdaCall; queued: QueuedInvocation }): Promise<WireObject> {
  const { call, queued } = of;
  const { world, there } = call;
  const job = startInvocation({ world, there, queued });
  if (job === undefined) {
    const { errorType, errorMessage } = world.invocations.at(-1) ?? {};
    throw new AwsError(errorType ?? "ServiceException", errorMessage ?? "", 403);
  }
  return toAnswer({ result: await call.runNow(job), withLog: call.params.text("LogType") });
}

function toAnswer(of: { result: JobResult; withLog: string | undefined }): WireObject {
  const { outcome, result, logs } = of.result;
  const tail = Buffer.from(logs.join("\n")).subarray(-LOG_TAIL_BYTES);
  return {
    StatusCode: 200,
    FunctionError: outcome === "ok" ? undefined : "Unhandled",
    LogResult: of.withLog === "Tail" ? tail.toString("base64") : undefined,
    Payload: result ?? "null",
  };
}

function readPayload({ params }: LambdaCall): string {
  const text = params.bytes("Payload")?.toString("utf8") ?? "";
  if (text === "") return "{}";
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new AwsError(
      "InvalidRequestContentException",
      "Could not parse request body into json: Could not parse payload into json",
    );
  }
}

function toQueued(of: {
  call: LambdaCall;
  functionArn: string;
  payload: string;
}): QueuedInvocation {
  const { world, accountId, region, now, caller } = of.call;
  return {
    requestId: world.requestIds.requestId(),
    accountId,
    region,
    functionArn: of.functionArn,
    source: { kind: "invoke", name: caller.arn, arn: caller.arn },
    payload: of.payload,
    dueAt: now,
    at: now,
    attempt: 1,
    faults: [],
  };
}
