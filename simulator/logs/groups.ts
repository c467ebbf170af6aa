import { AwsError } from "../core/errors";
import type { CallFacts } from "../core/operation";
import type { Input } from "../wire/input";
import type { LogGroup, LogStream } from "./model";

const GROUP_NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/;
const STREAM_NAME = /^[^:*]{1,512}$/;

export const groupMissing = (): AwsError =>
  new AwsError("ResourceNotFoundException", "The specified log group does not exist.");

export const invalid = (message: string): AwsError =>
  new AwsError("InvalidParameterException", message);

export const alreadyThere = (what: "group" | "stream"): AwsError =>
  new AwsError("ResourceAlreadyExistsException", `The specified log ${what} already exists`);

export function readGroupName(params: Input): string {
  return readName({ params, name: "logGroupName", form: GROUP_NAME });
}

export function readStreamName(params: Input): string {
  return readName({ params, name: "logStreamName", form: STREAM_NAME });
}

function readName(of: { params: Input; name: string; form: RegExp }): string {
  const value = of.params.required(of.name);
  if (of.form.test(value)) return value;
  throw of.params.invalid(of.name, `satisfy regular expression pattern: ${of.form.source}`);
}

/** `log-group:NAME`; what follows names a stream, or with `*` all of them. */
export const groupArn = (call: Pick<CallFacts, "accountId" | "region">, name: string): string =>
  `arn:aws:logs:${call.region}:${call.accountId}:log-group:${name}`;

/** What policies are asked of: a group's own actions name an empty stream. */
export const policyArn = (
  call: Pick<CallFacts, "accountId" | "region">,
  group: string,
  stream = "",
): string => `${groupArn(call, group)}:log-stream:${stream}`;

export function getGroup({ here }: CallFacts, name: string): LogGroup {
  const group = here.logs.groups.get(name);
  if (group === undefined) throw groupMissing();
  return group;
}

export function getStream(call: CallFacts, group: string, name: string): LogStream {
  const stream = getGroup(call, group).streams.get(name);
  if (stream !== undefined) return stream;
  throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
}

/** The page of a list after a token, which is the last name of the page before. */
export function pageByName<T extends { name: string }>(of: {
  params: Input;
  all: readonly T[];
  limitMax: number;
}): { page: T[]; nextToken: string | undefined } {
  const { params, limitMax } = of;
  const limit = params.integer("limit") ?? limitMax;
  if (limit < 1 || limit > limitMax) {
    throw params.invalid("limit", `have value from 1 to ${limitMax}`);
  }
  const after = params.text("nextToken");
  const sorted = of.all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const rest = after === undefined ? sorted : sorted.filter(({ name }) => name > after);
  const page = rest.slice(0, limit);
  return { page, nextToken: rest.length > page.length ? page.at(-1)?.name : undefined };
}
