import type { LambdaFunction } from "../automation/model";
import type { AccessKey } from "../core/identity";

export interface ToSurround {
  fn: LambdaFunction;
  region: string;
  key: AccessKey;
  taskRoot: string;
  /** Where the function finds AWS. */
  url: string;
  logStream: string;
}

/** The whole environment of a function's process: its own, and what Lambda sets. */
export function toEnvironment(of: ToSurround): Record<string, string> {
  const { fn, region, key, taskRoot, url, logStream } = of;
  return {
    ...Object.fromEntries(fn.environment),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMiB),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_ENDPOINT_URL: url,
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    LANG: "en_US.UTF-8",
    PATH: "/usr/local/bin:/usr/bin:/bin",
    TZ: ":UTC",
    _HANDLER: fn.handler,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_SESSION_TOKEN: key.session?.token ?? "",
  };
}
