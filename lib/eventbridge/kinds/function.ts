import { createHash } from "node:crypto";
import { AwsCallError } from "#lib/aws/aws-call-error";
import type { FunctionFacts, FunctionInput } from "#lib/aws/scheduling/scheduling";
import { differingKeys } from "../compare-specs.pure";
import { SPECS, type SpecOf } from "../specs";
import {
  DESCRIPTION,
  ownerTags,
  seenAs,
  waitForRole,
  type Named,
  type ObjectKind,
  type PlaceInAws,
} from "./kind";

type Spec = SpecOf<"function">;

const KEY_VARIABLE = "AMIVAULT_CALLBACK_KEY";
const SETTLE_MS = 1_500;
const SETTLES = "AWS is putting the function into place.";

/** One for an account and region, brought up to date where it is. */
export const lambdaFunction: ObjectKind<Spec> = {
  schema: SPECS.function,
  async look({ scheduling: { lambda } }, { name }) {
    const found = await lambda.findFunction(name);
    if (!found) return null;
    const invoke = await lambda.findEventInvokeConfig(name);
    const retry = invoke && {
      maximumEventAgeSeconds: invoke.maximumEventAgeSeconds ?? 0,
      maximumRetryAttempts: invoke.maximumRetryAttempts ?? 0,
    };
    const seen = { ...toSpec(found), retry };
    return { ...seenAs(seen), settling: settlingOf(found), failure: failureOf(found) };
  },
  async put(at, of, seen) {
    try {
      if (!seen) return await create(at, of);
      if (seen.settling !== null) return { waitMs: SETTLE_MS, message: seen.settling };
      return await update(at, of, new Set(differingKeys(seen.spec, of.spec)));
    } catch (error) {
      if (error instanceof AwsCallError && error.awsCode === "UpdateInProgress") {
        return { waitMs: SETTLE_MS, message: SETTLES };
      }
      return waitForRole(error);
    }
  },
  async remove({ scheduling: { lambda } }, { name }) {
    await lambda.deleteEventInvokeConfig(name);
    await lambda.deleteFunction(name);
    return "done";
  },
};

async function create(at: PlaceInAws, of: Named<Spec>) {
  const { lambda } = at.scheduling;
  const { zip } = at.package;
  await lambda.createFunction({ ...toInput(at, of), zip, tags: ownerTags(at) });
  if (of.spec.retry) await lambda.putEventInvokeConfig(of.name, of.spec.retry);
  return { waitMs: SETTLE_MS, message: SETTLES };
}

/** One change at a time: Lambda takes no second one while the first is under way. */
async function update(at: PlaceInAws, of: Named<Spec>, differs: ReadonlySet<string>) {
  const { lambda } = at.scheduling;
  const { name, spec } = of;
  if (spec.retry && differs.has("retry")) await lambda.putEventInvokeConfig(name, spec.retry);
  if (differs.has("codeSha256")) await lambda.updateCode(name, at.package.zip);
  else if (differs.size === 0 || [...differs].some((key) => key !== "retry")) {
    await lambda.updateConfiguration(toInput(at, of));
  } else return "done" as const;
  return { waitMs: SETTLE_MS, message: SETTLES };
}

function toInput(at: PlaceInAws, { name, spec }: Named<Spec>): FunctionInput {
  const { roleArn, runtime, handler, timeoutSeconds, memoryMiB } = spec;
  const environment = { ...spec.environment, [KEY_VARIABLE]: at.callbackKey() };
  const description = DESCRIPTION;
  return { name, roleArn, runtime, handler, timeoutSeconds, memoryMiB, environment, description };
}

function toSpec(found: FunctionFacts): Omit<Spec, "retry"> {
  const key = found.environment[KEY_VARIABLE];
  return {
    roleArn: found.roleArn,
    runtime: found.runtime ?? "",
    handler: found.handler ?? "",
    codeSha256: found.codeSha256,
    timeoutSeconds: found.timeoutSeconds,
    memoryMiB: found.memoryMiB,
    environment: {
      ...found.environment,
      ...(key === undefined ? {} : { [KEY_VARIABLE]: keyHash(key) }),
    },
  };
}

/** Which key it is, without telling it. */
export function keyHash(key: string): string {
  return createHash("sha256").update(`amivault callback key\n${key}`).digest("hex").slice(0, 16);
}

function settlingOf({ state, lastUpdateStatus }: FunctionFacts): string | null {
  return state === "Pending" || lastUpdateStatus === "InProgress" ? SETTLES : null;
}

function failureOf({ state, lastUpdateStatus, stateReason }: FunctionFacts): string | null {
  const hasFailed = state === "Failed" || lastUpdateStatus === "Failed";
  return hasFailed ? (stateReason ?? "it does not say why.") : null;
}
