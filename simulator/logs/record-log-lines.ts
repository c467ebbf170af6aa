import type { Caller } from "../core/identity";
import { isDenied } from "../core/permissions";
import type { World } from "../core/world";
import { policyArn } from "./groups";
import { addEvents, addStream, type LogGroup } from "./model";

export interface FunctionLog {
  world: World;
  accountId: string;
  region: string;
  functionName: string;
  /** The session of the function's role: what it may not log is not logged. */
  caller: Caller;
  /** `2026/11/26/[$LATEST]0123…`: one per execution environment. */
  streamName: string;
  lines: readonly { at: number; message: string }[];
}

/**
 * Writes what a function said to `/aws/lambda/<name>`, as Lambda does: with the permissions of the
 * function's role, making group and stream when they are missing. False when it was not allowed,
 * which in AWS, too, nobody is told of.
 */
export function recordLogLines(log: FunctionLog): boolean {
  const { world, streamName } = log;
  const group = findOrMakeGroup(log);
  if (group === undefined) return false;
  const now = world.now();
  const known = group.streams.get(streamName);
  if (known === undefined && !may(log, "logs:CreateLogStream")) return false;
  const stream = known ?? addStream({ group, name: streamName, now });
  if (!may(log, "logs:PutLogEvents", streamName)) return false;
  if (log.lines.length > 0) addEvents({ stream, events: log.lines, now });
  return true;
}

export const functionLogGroup = (functionName: string): string => `/aws/lambda/${functionName}`;

function findOrMakeGroup(log: FunctionLog): LogGroup | undefined {
  const { groups } = log.world.in(log).logs;
  const name = functionLogGroup(log.functionName);
  const known = groups.get(name);
  if (known !== undefined) return known;
  if (!may(log, "logs:CreateLogGroup")) return undefined;
  const made: LogGroup = {
    name,
    createdAt: log.world.now(),
    createdBy: log.caller.arn,
    tags: new Map(),
    streams: new Map(),
  };
  groups.set(name, made);
  return made;
}

function may(log: FunctionLog, action: string, streamName = ""): boolean {
  const group = functionLogGroup(log.functionName);
  return !isDenied({ call: log, action, resource: policyArn(log, group, streamName) });
}
