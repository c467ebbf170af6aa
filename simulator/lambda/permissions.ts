import type { FunctionPermission } from "../automation/model";
import { policyDocument, toStatement } from "../automation/resource-policy";
import { AwsError } from "../core/errors";
import { checkRevision, conflict, notFound, onLambda, permittedFunction } from "./call";

const POLICY_BYTES_MAX = 20_480;

export const addPermission = onLambda((call) => {
  const fn = permittedFunction(call);
  const { params, world } = call;
  checkRevision({ given: params.text("RevisionId"), current: fn.policyRevisionId });
  const one: FunctionPermission = {
    id: params.required("StatementId"),
    principal: params.required("Principal"),
    action: params.required("Action"),
    sourceArn: params.text("SourceArn"),
    sourceAccount: params.text("SourceAccount"),
  };
  if (!/^[a-zA-Z0-9-_]{1,100}$/.test(one.id)) {
    throw params.invalid("StatementId", "satisfy regular expression pattern: ([a-zA-Z0-9-_]+)");
  }
  if (fn.permissions.some(({ id }) => id === one.id)) {
    throw conflict(
      `The statement id (${one.id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  const document = policyDocument({ ...fn, permissions: [...fn.permissions, one] });
  const bytes = Buffer.byteLength(JSON.stringify(document));
  if (bytes > POLICY_BYTES_MAX) {
    throw new AwsError(
      "PolicyLengthExceededException",
      `The final policy size (${bytes}) is bigger than the limit (${POLICY_BYTES_MAX}).`,
    );
  }
  fn.permissions.push(one);
  fn.policyRevisionId = world.requestIds.requestId();
  return { Statement: JSON.stringify(toStatement({ fn, one })) };
});

export const getPolicy = onLambda((call) => {
  const fn = permittedFunction(call);
  if (fn.permissions.length === 0) throw notFound("The resource you requested does not exist.");
  return { Policy: JSON.stringify(policyDocument(fn)), RevisionId: fn.policyRevisionId };
});

export const removePermission = onLambda((call) => {
  const fn = permittedFunction(call);
  const { params, world } = call;
  const id = params.required("StatementId");
  checkRevision({ given: params.text("RevisionId"), current: fn.policyRevisionId });
  const kept = fn.permissions.filter((one) => one.id !== id);
  if (kept.length === fn.permissions.length) {
    throw notFound(`Statement ${id} is not found in resource policy.`);
  }
  fn.permissions = kept;
  fn.policyRevisionId = world.requestIds.requestId();
  return {};
});
