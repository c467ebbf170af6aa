import { AwsError } from "../core/errors";
import { header, type WireReply, type WireRequest } from "./http";
import { Input } from "./input";
import { Params } from "./params";
import { parseQuery } from "./query";
import { escapeXml, toXml, type WireObject } from "./xml";

export interface Answer {
  action: string;
  requestId: string;
  body: WireObject;
}

/** How a service speaks; `P` is what its operations read their input from. */
export interface Protocol<P> {
  read: (request: WireRequest) => { action: string; params: P };
  answer: (answer: Answer) => WireReply;
  refuse: (of: { error: AwsError; requestId: string }) => WireReply;
}

const XML = { "content-type": "text/xml;charset=UTF-8" };
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** What every Query request carries besides its own parameters. */
export const QUERY_COMMON = new Set(["Action", "Version", "DryRun"]);

type Read<P> = Protocol<P>["read"];

function readQuery({ version }: { version: string }): Read<Params> {
  return (request) => {
    const form = request.method === "POST" ? request.body.toString("utf8") : request.query;
    if (request.method === "POST" && !isForm(request)) {
      throw new AwsError("MalformedQueryString", "The query string contains a syntax error");
    }
    const params = new Params(parseQuery(form));
    const action = params.text("Action");
    if (action === undefined || action === "") {
      throw new AwsError(
        "MissingAction",
        "The request is missing an action or a required parameter",
      );
    }
    if ((params.text("Version") ?? version) !== version) {
      throw new AwsError(
        "InvalidAction",
        `Could not find operation ${action} for version ${params.text("Version") ?? ""}`,
      );
    }
    return { action, params };
  };
}

const isForm = (request: WireRequest): boolean =>
  (header(request, "content-type") ?? "").startsWith("application/x-www-form-urlencoded");

const EC2_NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

export const ec2Protocol: Protocol<Params> = {
  read: readQuery({ version: "2016-11-15" }),
  answer: ({ action, requestId, body }) => ({
    status: 200,
    headers: { ...XML, "x-amzn-requestid": requestId },
    body: `${DECLARATION}<${action}Response xmlns="${EC2_NAMESPACE}"><requestId>${requestId}</requestId>${toXml({ value: body, item: "item" })}</${action}Response>`,
  }),
  refuse: ({ error, requestId }) => ({
    status: error.httpStatus,
    headers: { ...XML, "x-amzn-requestid": requestId },
    body: `${DECLARATION}<Response><Errors><Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  }),
};

export const stsProtocol = queryProtocol({
  version: "2011-06-15",
  namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
});

export const autoscalingProtocol = queryProtocol({
  version: "2011-01-01",
  namespace: "http://autoscaling.amazonaws.com/doc/2011-01-01/",
});

export const iamProtocol = queryInputProtocol({
  version: "2010-05-08",
  namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
});

/** Names of errors that JSON has and Query has not, with the codes that Query has for them. */
export const CLOUDWATCH_QUERY_CODES: Readonly<Record<string, string>> = {
  InvalidParameterCombinationException: "InvalidParameterCombination",
  InvalidParameterValueException: "InvalidParameterValue",
  LimitExceededFault: "LimitExceeded",
  MissingRequiredParameterException: "MissingParameter",
  ValidationException: "ValidationError",
};

export const cloudwatchQueryProtocol = queryInputProtocol({
  version: "2010-08-01",
  namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
  codes: CLOUDWATCH_QUERY_CODES,
});

interface QueryNames {
  version: string;
  namespace: string;
  codes?: Readonly<Record<string, string>> | undefined;
}

/** AWS Query as all but EC2 speak it. */
function queryProtocol(of: QueryNames): Protocol<Params> {
  return { read: readQuery(of), ...queryAnswers(of) };
}

/** The same, read into the input that JSON services have, so that one operation serves both. */
function queryInputProtocol(of: QueryNames): Protocol<Input> {
  const read = readQuery(of);
  return {
    read: (request) => {
      const { action, params } = read(request);
      return { action, params: new Input(params.toPlain(), { invalidCode: "ValidationError" }) };
    },
    ...queryAnswers(of),
  };
}

function queryAnswers(of: QueryNames): Pick<Protocol<unknown>, "answer" | "refuse"> {
  return {
    answer: ({ action, requestId, body }) => ({
      status: 200,
      headers: { ...XML, "x-amzn-requestid": requestId },
      body: `<${action}Response xmlns="${of.namespace}"><${action}Result>${toXml({ value: body, item: "member" })}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
    }),
    refuse: ({ error, requestId }) => ({
      status: error.httpStatus,
      headers: { ...XML, "x-amzn-requestid": requestId },
      body: `<ErrorResponse xmlns="${of.namespace}"><Error><Type>${error.httpStatus < 500 ? "Sender" : "Receiver"}</Type><Code>${escapeXml(of.codes?.[error.code] ?? error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    }),
  };
}
