import type { LambdaFunction } from "../automation/model";
import { authorize } from "../core/operation";
import { notFound, onLambda, type LambdaCall } from "./call";

export const tagResource = onLambda((call) => {
  const fn = permittedByArn(call);
  for (const [key, value] of call.params.textMap("Tags")) fn.tags.set(key, value);
  return {};
});

export const untagResource = onLambda((call) => {
  const fn = permittedByArn(call);
  for (const key of call.params.list("TagKeys")) fn.tags.delete(key);
  return {};
});

export const listTags = onLambda((call) => ({
  Tags: Object.fromEntries(permittedByArn(call).tags),
}));

function permittedByArn(call: LambdaCall): LambdaFunction {
  const arn = call.params.required("Resource");
  authorize(call, arn);
  const fn = call.there.functionByArn(arn);
  if (fn === undefined) throw notFound(`Function not found: ${arn}`);
  return fn;
}
