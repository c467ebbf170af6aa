import { listPage } from "../automation/listing";
import { authorizeTags } from "../automation/tagging";
import type { LambdaFunction } from "../automation/model";
import { authorize } from "../core/operation";
import type { WireObject } from "../wire/xml";
import {
  checkChangeable,
  conflict,
  functionArn,
  invalidValue,
  onLambda,
  permittedFunction,
  permittedName,
} from "./call";
import { codeUrl } from "./code-url";
import { readCode, readConfiguration } from "./read-function";

export const createFunction = onLambda((call) => {
  const { there, world, params, now } = call;
  const name = permittedName(call);
  const tags = params.textMap("Tags");
  authorizeTags({ call, resource: functionArn(there, name), tags });
  for (const member of ["Role", "Runtime", "Handler"]) params.required(member);
  const configuration = readConfiguration(call, {
    runtime: "",
    roleArn: "",
    handler: "",
    description: "",
    timeoutSeconds: 3,
    memoryMiB: 128,
    environment: new Map(),
  });
  const code = readCode(params.structure("Code")?.bytes("ZipFile"));
  if (there.functions.has(name)) throw conflict(`Function already exist: ${name}`);
  const fn: LambdaFunction = {
    ...configuration,
    ...code,
    name,
    arn: functionArn(there, name),
    architecture: readArchitecture(params.list("Architectures")),
    revisionId: world.requestIds.requestId(),
    modifiedAt: now,
    createdBy: call.caller.arn,
    activeAt: now + world.settings.automation.functionPendingMs,
    updatedAt: now,
    tags,
    permissions: [],
    policyRevisionId: world.requestIds.requestId(),
  };
  there.functions.set(name, fn);
  return toConfiguration({ fn, now });
});

export const getFunction = onLambda((call) => {
  const { world, now, url } = call;
  const fn = permittedFunction(call);
  return {
    Configuration: toConfiguration({ fn, now }),
    Code: { RepositoryType: "S3", Location: codeUrl({ world, url, fn }) },
    Tags: fn.tags.size > 0 ? Object.fromEntries(fn.tags) : undefined,
  };
});

export const getFunctionConfiguration = onLambda((call) =>
  toConfiguration({ fn: permittedFunction(call), now: call.now }),
);

export const updateFunctionCode = onLambda((call) => {
  const fn = permittedFunction(call);
  checkChangeable(call, fn);
  const code = readCode(call.params.bytes("ZipFile"));
  if (call.params.flag("DryRun") === true) {
    return toConfiguration({ fn: { ...fn, ...code }, now: call.now });
  }
  return change({ call, fn, by: code });
});

export const updateFunctionConfiguration = onLambda((call) => {
  const fn = permittedFunction(call);
  checkChangeable(call, fn);
  return change({ call, fn, by: readConfiguration(call, fn) });
});

export const deleteFunction = onLambda((call) => {
  const { name } = permittedFunction(call);
  call.there.functions.delete(name);
  return {};
});

export const listFunctions = onLambda((call) => {
  const { there, params, now, accountId, region } = call;
  authorize(call, "*");
  const { page, next } = listPage({
    items: [...there.functions.values()],
    nameOf: ({ name }) => name,
    token: params.text("Marker"),
    limit: Math.min(params.integer("MaxItems") ?? 50, 50),
    scope: `${accountId}/${region}/functions`,
    invalidToken: () => invalidValue("Invalid Marker"),
  });
  return { Functions: page.map((fn) => toConfiguration({ fn, now })), NextMarker: next };
});

function change(of: {
  call: Parameters<typeof permittedFunction>[0];
  fn: LambdaFunction;
  by: Partial<LambdaFunction>;
}): WireObject {
  const { fn } = of;
  const { world, now } = of.call;
  Object.assign(fn, of.by, {
    modifiedAt: now,
    revisionId: world.requestIds.requestId(),
    updatedAt: now + world.settings.automation.functionUpdateMs,
  });
  return toConfiguration({ fn, now });
}

function readArchitecture([word, ...more]: string[]): LambdaFunction["architecture"] {
  const known = (["x86_64", "arm64"] as const).find((one) => one === (word ?? "x86_64"));
  if (known !== undefined && more.length === 0) return known;
  throw invalidValue(`The architecture ${word} is not supported.`);
}

function toConfiguration({ fn, now }: { fn: LambdaFunction; now: number }): WireObject {
  const isPending = now < fn.activeAt;
  const isUpdating = now < fn.updatedAt;
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Runtime: fn.runtime,
    Role: fn.roleArn,
    Handler: fn.handler,
    CodeSize: fn.codeBytes,
    Description: fn.description,
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memoryMiB,
    LastModified: new Date(fn.modifiedAt).toISOString().replace("Z", "+0000"),
    CodeSha256: fn.codeSha256,
    Version: "$LATEST",
    Environment:
      fn.environment.size > 0 ? { Variables: Object.fromEntries(fn.environment) } : undefined,
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: fn.revisionId,
    PackageType: "Zip",
    Architectures: [fn.architecture],
    EphemeralStorage: { Size: 512 },
    State: isPending ? "Pending" : "Active",
    StateReason: isPending ? "The function is being created." : undefined,
    StateReasonCode: isPending ? "Creating" : undefined,
    LastUpdateStatus: isUpdating ? "InProgress" : "Successful",
    LastUpdateStatusReason: isUpdating ? "The function is being updated." : undefined,
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${fn.name}` },
  };
}
