import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type Runtime,
} from "@aws-sdk/client-lambda";
import { AwsCallError } from "../aws-call-error";
import { toFunctionFacts } from "./function-facts";
import { listPermissions } from "./function-permissions";
import type { FunctionFacts, FunctionInput, Lambda } from "./scheduling";
import {
  createServiceCaller,
  orNull,
  type CallerOptions,
  type ServiceCaller,
} from "./service-caller";

const NOT_FOUND = "ResourceNotFoundException";
/** A ResourceConflictException: it exists, or is not settled. */
const CONFLICT = "UpdateInProgress";
export type LambdaCall = ServiceCaller<LambdaClient>;

export function createLambda(options: CallerOptions): Lambda {
  const call: LambdaCall = createServiceCaller(options, (config) => new LambdaClient(config));
  return {
    findFunction: (name) => findFunction(call, name),
    createFunction: (input) => createFunction(call, input),
    updateCode: (name, zip) => updateCode(call, name, zip),
    updateConfiguration: (input) => updateConfiguration(call, input),
    async deleteFunction(FunctionName) {
      await orNull(
        call("DeleteFunction", (client, { prepare, options: sending }) =>
          client.send(prepare(new DeleteFunctionCommand({ FunctionName })), sending),
        ),
        NOT_FOUND,
      );
    },
    async findEventInvokeConfig(FunctionName) {
      const answer = await orNull(
        call("GetFunctionEventInvokeConfig", (client, { prepare, options: sending }) =>
          client.send(prepare(new GetFunctionEventInvokeConfigCommand({ FunctionName })), sending),
        ),
        NOT_FOUND,
      );
      return (
        answer && {
          maximumEventAgeSeconds: answer.MaximumEventAgeInSeconds ?? null,
          maximumRetryAttempts: answer.MaximumRetryAttempts ?? null,
        }
      );
    },
    async putEventInvokeConfig(FunctionName, input) {
      const request = {
        FunctionName,
        MaximumEventAgeInSeconds: input.maximumEventAgeSeconds,
        MaximumRetryAttempts: input.maximumRetryAttempts,
      };
      await call("PutFunctionEventInvokeConfig", (client, { prepare, options: sending }) =>
        client.send(prepare(new PutFunctionEventInvokeConfigCommand(request)), sending),
      );
    },
    async deleteEventInvokeConfig(FunctionName) {
      const command = () => new DeleteFunctionEventInvokeConfigCommand({ FunctionName });
      await orNull(
        call("DeleteFunctionEventInvokeConfig", (client, { prepare, options: sending }) =>
          client.send(prepare(command()), sending),
        ),
        NOT_FOUND,
      );
    },
    listPermissions: (name) => listPermissions(call, name),
    addPermission: (input) => addPermission(call, input),
    async removePermission(FunctionName, StatementId) {
      await orNull(
        call("RemovePermission", (client, { prepare, options: sending }) =>
          client.send(prepare(new RemovePermissionCommand({ FunctionName, StatementId })), sending),
        ),
        NOT_FOUND,
      );
    },
  };
}

async function findFunction(call: LambdaCall, FunctionName: string): Promise<FunctionFacts | null> {
  const action = "GetFunctionConfiguration";
  const answer = await orNull(
    call(action, (client, { prepare, options }) =>
      client.send(prepare(new GetFunctionConfigurationCommand({ FunctionName })), options),
    ),
    NOT_FOUND,
  );
  return answer && toFunctionFacts(action, answer);
}

async function createFunction(
  call: LambdaCall,
  input: Parameters<Lambda["createFunction"]>[0],
): Promise<FunctionFacts> {
  const action = "CreateFunction";
  const request = { ...toConfiguration(input), Code: { ZipFile: input.zip }, Tags: input.tags };
  try {
    return toFunctionFacts(
      action,
      await call(action, (client, { prepare, options }) =>
        client.send(prepare(new CreateFunctionCommand(request)), options),
      ),
    );
  } catch (error) {
    if (!isConflict(error)) throw error;
    const found = await findFunction(call, input.name);
    if (found === null) throw error;
    return found;
  }
}

async function updateCode(
  call: LambdaCall,
  FunctionName: string,
  ZipFile: Uint8Array,
): Promise<FunctionFacts> {
  const action = "UpdateFunctionCode";
  const answer = await call(action, (client, { prepare, options }) =>
    client.send(prepare(new UpdateFunctionCodeCommand({ FunctionName, ZipFile })), options),
  );
  return toFunctionFacts(action, answer);
}

async function updateConfiguration(call: LambdaCall, input: FunctionInput): Promise<FunctionFacts> {
  const action = "UpdateFunctionConfiguration";
  const request = toConfiguration(input);
  const answer = await call(action, (client, { prepare, options }) =>
    client.send(prepare(new UpdateFunctionConfigurationCommand(request)), options),
  );
  return toFunctionFacts(action, answer);
}

/** A statement of that id that is there already is left: who adds it has looked before. */
async function addPermission(
  call: LambdaCall,
  input: Parameters<Lambda["addPermission"]>[0],
): Promise<void> {
  const request = {
    FunctionName: input.functionName,
    StatementId: input.statementId,
    Action: "lambda:InvokeFunction",
    Principal: input.principal,
    SourceArn: input.sourceArn,
    SourceAccount: input.sourceAccount,
  };
  try {
    await call("AddPermission", (client, { prepare, options }) =>
      client.send(prepare(new AddPermissionCommand(request)), options),
    );
  } catch (error) {
    if (!isConflict(error)) throw error;
    const statements = await listPermissions(call, input.functionName);
    if (!statements.some(({ Sid }) => Sid === input.statementId)) throw error;
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof AwsCallError && error.awsCode === CONFLICT;
}

function toConfiguration(input: FunctionInput) {
  return {
    FunctionName: input.name,
    Role: input.roleArn,
    Runtime: toRuntime(input.runtime),
    Handler: input.handler,
    Timeout: input.timeoutSeconds,
    MemorySize: input.memoryMiB,
    Environment: { Variables: input.environment },
    Description: input.description,
  };
}

/** The SDK knows the names of its day; Lambda itself says which it takes. */
function toRuntime(name: string): Runtime {
  return name as Runtime;
}
