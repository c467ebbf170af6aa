import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import type { LambdaFunction } from "../automation/model";
import { AwsError } from "../core/errors";
import { isAssumableBy, requirePassRole } from "../iam/service-role";
import { invalidValue, type LambdaCall } from "./call";
import { checkRuntime } from "./runtimes";

const ZIP_BYTES_MAX = 50 * 1024 * 1024;
const UNZIPPED_BYTES_MAX = 250 * 1024 * 1024;
const ENVIRONMENT_BYTES_MAX = 4096;
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_REGION|REGION|EXECUTION_ENV|LAMBDA_.*|ACCESS_KEY(_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_(TASK_ROOT|RUNTIME_DIR)|TZ)$/;

export type Code = Pick<LambdaFunction, "zip" | "codeBytes" | "codeSha256">;

export function readCode(bytes: Buffer | undefined): Code {
  if (bytes === undefined) {
    throw invalidValue("Please provide a source for function code.");
  }
  if (bytes.length > ZIP_BYTES_MAX) {
    throw new AwsError(
      "RequestEntityTooLargeException",
      `Request must be smaller than ${ZIP_BYTES_MAX} bytes for the CreateFunction operation`,
      413,
    );
  }
  if (unzippedBytes(bytes) > UNZIPPED_BYTES_MAX) {
    throw invalidValue(`Unzipped size must be smaller than ${UNZIPPED_BYTES_MAX} bytes`);
  }
  return {
    zip: bytes.toString("base64"),
    codeBytes: bytes.length,
    codeSha256: createHash("sha256").update(bytes).digest("base64"),
  };
}

/** As the zip's own list says; nothing is unpacked. */
function unzippedBytes(zip: Buffer): number {
  let total = 0;
  const filter = ({ originalSize }: { originalSize: number }): boolean => {
    total += originalSize;
    return false;
  };
  try {
    unzipSync(zip, { filter });
    return total;
  } catch {
    throw invalidValue(
      "Could not unzip uploaded file. Please check your file, then try to upload again.",
    );
  }
}

export type Configuration = Pick<
  LambdaFunction,
  "runtime" | "roleArn" | "handler" | "description" | "timeoutSeconds" | "memoryMiB" | "environment"
>;

/** What is given takes the place of what there is. */
export function readConfiguration(call: LambdaCall, known: Configuration): Configuration {
  const { params } = call;
  const environment = params.structure("Environment")?.textMap("Variables");
  const configuration: Configuration = {
    runtime: params.text("Runtime") ?? known.runtime,
    roleArn: params.text("Role") ?? known.roleArn,
    handler: params.text("Handler") ?? known.handler,
    description: params.text("Description") ?? known.description,
    timeoutSeconds: params.integer("Timeout") ?? known.timeoutSeconds,
    memoryMiB: params.integer("MemorySize") ?? known.memoryMiB,
    environment: environment ?? known.environment,
  };
  checkRange({ call, member: "Timeout", value: configuration.timeoutSeconds, min: 1, max: 900 });
  checkRange({ call, member: "MemorySize", value: configuration.memoryMiB, min: 128, max: 10_240 });
  checkEnvironment(configuration.environment);
  if (configuration.runtime !== known.runtime) checkRuntime(call, configuration.runtime);
  if (params.has("Role")) checkRole(call, configuration.roleArn);
  return configuration;
}

function checkRange(of: {
  call: LambdaCall;
  member: string;
  value: number;
  min: number;
  max: number;
}): void {
  const { call, member, value, min, max } = of;
  if (value < min) throw call.params.invalid(member, `have value greater than or equal to ${min}`);
  if (value > max) throw call.params.invalid(member, `have value less than or equal to ${max}`);
}

function checkEnvironment(environment: Map<string, string>): void {
  const unable = "Lambda was unable to configure your environment variables because";
  const bytes = Buffer.byteLength(JSON.stringify(Object.fromEntries(environment)));
  if (bytes > ENVIRONMENT_BYTES_MAX) {
    throw invalidValue(
      `${unable} the environment variables you have provided exceeded the 4KB limit. String measured: ${bytes}`,
    );
  }
  const reserved = [...environment.keys()].filter((name) => RESERVED.test(name));
  if (reserved.length === 0) return;
  throw invalidValue(
    `${unable} the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(", ")}`,
  );
}

function checkRole(call: LambdaCall, roleArn: string): void {
  const service = "lambda.amazonaws.com";
  requirePassRole({ call, roleArn, service });
  if (isAssumableBy({ world: call.world, roleArn, service })) return;
  throw invalidValue("The role defined for the function cannot be assumed by Lambda.");
}
