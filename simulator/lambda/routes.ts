import type { Route, Routes } from "../wire/rest-json";

const FUNCTIONS = "/2015-03-31/functions";
const ONE = `${FUNCTIONS}/{FunctionName}`;
const INVOKE_CONFIG = "/2019-09-25/functions/{FunctionName}/event-invoke-config";
const TAGS = "/2017-03-31/tags/{Resource}";
const QUALIFIER = { Qualifier: "Qualifier" };
const REVISION = { RevisionId: "RevisionId" };

/** The answer is the function's own: status, error and log travel beside it. */
const invokeReply: Route["reply"] = ({ StatusCode, FunctionError, LogResult, Payload }) => ({
  ...(typeof StatusCode === "number" && { status: StatusCode }),
  headers: {
    "x-amz-executed-version": "$LATEST",
    ...(typeof FunctionError === "string" && { "x-amz-function-error": FunctionError }),
    ...(typeof LogResult === "string" && { "x-amz-log-result": LogResult }),
  },
  body: typeof Payload === "string" ? Payload : "",
});

export const lambdaRoutes: Routes = {
  AddPermission: { method: "POST", path: `${ONE}/policy`, query: QUALIFIER, status: 201 },
  CreateFunction: { method: "POST", path: FUNCTIONS, status: 201 },
  DeleteFunction: { method: "DELETE", path: ONE, query: QUALIFIER, status: 204 },
  DeleteFunctionEventInvokeConfig: {
    method: "DELETE",
    path: INVOKE_CONFIG,
    query: QUALIFIER,
    status: 204,
  },
  GetFunction: { method: "GET", path: ONE, query: QUALIFIER },
  GetFunctionConfiguration: { method: "GET", path: `${ONE}/configuration`, query: QUALIFIER },
  GetFunctionEventInvokeConfig: { method: "GET", path: INVOKE_CONFIG, query: QUALIFIER },
  GetPolicy: { method: "GET", path: `${ONE}/policy`, query: QUALIFIER },
  Invoke: {
    method: "POST",
    path: `${ONE}/invocations`,
    query: QUALIFIER,
    headers: {
      "x-amz-invocation-type": "InvocationType",
      "x-amz-log-type": "LogType",
      "x-amz-client-context": "ClientContext",
    },
    payload: "Payload",
    reply: invokeReply,
  },
  ListFunctions: {
    method: "GET",
    path: FUNCTIONS,
    query: { Marker: "Marker", MaxItems: "MaxItems" },
  },
  ListTags: { method: "GET", path: TAGS },
  PutFunctionEventInvokeConfig: { method: "PUT", path: INVOKE_CONFIG, query: QUALIFIER },
  RemovePermission: {
    method: "DELETE",
    path: `${ONE}/policy/{StatementId}`,
    query: { ...QUALIFIER, ...REVISION },
    status: 204,
  },
  TagResource: { method: "POST", path: TAGS, status: 204 },
  UntagResource: { method: "DELETE", path: TAGS, query: { tagKeys: "TagKeys[]" }, status: 204 },
  UpdateFunctionCode: { method: "PUT", path: `${ONE}/code` },
  UpdateFunctionConfiguration: { method: "PUT", path: `${ONE}/configuration` },
  UpdateFunctionEventInvokeConfig: { method: "POST", path: INVOKE_CONFIG, query: QUALIFIER },
};
