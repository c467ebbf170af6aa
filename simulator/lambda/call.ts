import type { Automation } from "../automation/automation";
import type { LambdaFunction } from "../automation/model";
import { AwsError } from "../core/errors";
import { authorizeAs, type Call, type Operation } from "../core/operation";
import type { Input } from "../wire/input";
import type { WireObject } from "../wire/xml";

export type LambdaCall = Call<Input> & { there: Automation };

export function onLambda(run: (call: LambdaCall) => WireObject): Operation<Input> {
  return { bucket: "none", run: (call) => run({ ...call, there: call.world.automation(call) }) };
}

const NAME = /^[a-zA-Z0-9-_]{1,64}$/;

/** The function's name, when the caller may do that with it: given as a name or as an ARN. */
export function permittedName(call: LambdaCall, action = call.action): string {
  const given = call.params.required("FunctionName");
  const name = given.includes(":") ? (given.split(":function:").at(-1) ?? "") : given;
  const plain = name.replace(/:\$LATEST$/, "");
  if (!NAME.test(plain)) {
    throw call.params.invalid("FunctionName", `satisfy regular expression pattern: ${NAME.source}`);
  }
  call.entry.detail["function"] = plain;
  const facts = {
    tags: call.there.functions.get(plain)?.tags,
    requestTags: call.params.textMap("Tags"),
  };
  const resource = functionArn(call.there, plain);
  authorizeAs({ call, action: `lambda:${action}`, resource, facts });
  return plain;
}

export const functionArn = (there: Automation, name: string): string =>
  there.arn("lambda", `function:${name}`);

export function getFunction(there: Automation, name: string): LambdaFunction {
  const fn = there.functions.get(name);
  if (fn !== undefined) return fn;
  throw notFound(`Function not found: ${functionArn(there, name)}`);
}

export const permittedFunction = (call: LambdaCall): LambdaFunction =>
  getFunction(call.there, permittedName(call));

export const notFound = (message: string): AwsError =>
  new AwsError("ResourceNotFoundException", message, 404);

export const conflict = (message: string): AwsError =>
  new AwsError("ResourceConflictException", message, 409);

export const invalidValue = (message: string): AwsError =>
  new AwsError("InvalidParameterValueException", message);

/** Refuses while the function is being made or changed, and another revision than the one named. */
export function checkChangeable(call: LambdaCall, fn: LambdaFunction): void {
  const { now, params } = call;
  const why = "The operation cannot be performed at this time.";
  if (now < fn.activeAt) {
    throw conflict(`${why} The function is currently in the following state: Pending`);
  }
  if (now < fn.updatedAt) {
    throw conflict(`${why} An update is in progress for resource: ${fn.arn}`);
  }
  checkRevision({ given: params.text("RevisionId"), current: fn.revisionId });
}

export function checkRevision(of: { given: string | undefined; current: string }): void {
  if (of.given === undefined || of.given === of.current) return;
  throw new AwsError(
    "PreconditionFailedException",
    "The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId",
    412,
  );
}
