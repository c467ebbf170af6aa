import { authorize, type Call, type Operation } from "../core/operation";
import type { Input } from "../wire/input";
import {
  alreadyThere,
  getGroup,
  getStream,
  invalid,
  pageByName,
  policyArn,
  readGroupName,
  readStreamName,
} from "./groups";
import { addEvents, addStream, eventsOf, type LogStream } from "./model";

const HOUR_MS = 60 * 60 * 1000;
const TOO_OLD_MS = 14 * 24 * HOUR_MS;
const TOO_NEW_MS = 2 * HOUR_MS;
const STREAM_PAGE_MAX = 50;
const EVENTS_MAX = 10_000;

export const createLogStream: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const group = readGroupName(call.params);
    const name = readStreamName(call.params);
    authorize(call, policyArn(call, group));
    if (getGroup(call, group).streams.has(name)) throw alreadyThere("stream");
    addStream({ group: getGroup(call, group), name, now: call.now });
    return {};
  },
};

export const putLogEvents: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { params, now } = call;
    const group = readGroupName(params);
    const name = readStreamName(params);
    const events = params.structures("logEvents").map((event) => ({
      at: event.requiredInteger("timestamp"),
      message: event.required("message"),
    }));
    if (events.length === 0 || events.length > EVENTS_MAX) {
      throw params.invalid("logEvents", `have length from 1 to ${EVENTS_MAX}`);
    }
    if (events.some(({ at }, i) => at < (events[i - 1]?.at ?? at))) {
      throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
    }
    authorize(call, policyArn(call, group, name));
    const stream = getStream(call, group, name);
    const tooOldEnd = events.filter(({ at }) => at < now - TOO_OLD_MS).length;
    const tooNewStart = events.findIndex(({ at }) => at > now + TOO_NEW_MS);
    const taken = events.slice(tooOldEnd, tooNewStart < 0 ? undefined : tooNewStart);
    if (taken.length > 0) addEvents({ stream, events: taken, now });
    const rejected = {
      ...(tooOldEnd > 0 && { tooOldLogEventEndIndex: tooOldEnd }),
      ...(tooNewStart >= 0 && { tooNewLogEventStartIndex: tooNewStart }),
    };
    return {
      nextSequenceToken: String(stream.events.length),
      rejectedLogEventsInfo: Object.keys(rejected).length > 0 ? rejected : undefined,
    };
  },
};

export const describeLogStreams: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { params } = call;
    const name = readGroupName(params);
    const prefix = params.text("logStreamNamePrefix") ?? "";
    const byTime = params.text("orderBy") === "LastEventTime";
    if (byTime && prefix !== "") {
      throw invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    authorize(call, policyArn(call, name));
    const all = [...getGroup(call, name).streams.values()].filter((stream) =>
      stream.name.startsWith(prefix),
    );
    const { page, nextToken } = pageByName({ params, all, limitMax: STREAM_PAGE_MAX });
    const ordered = byTime ? page.toSorted((a, b) => lastAt(a) - lastAt(b)) : page;
    const items = params.flag("descending") === true ? ordered.toReversed() : ordered;
    return { logStreams: items.map((stream) => toItem({ call, group: name, stream })), nextToken };
  },
};

export const getLogEvents: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { params, now } = call;
    const groupName = readGroupName(params);
    const name = readStreamName(params);
    authorize(call, policyArn(call, groupName, name));
    const group = getGroup(call, groupName);
    const stream = getStream(call, groupName, name);
    const from = params.integer("startTime") ?? 0;
    const to = params.integer("endTime") ?? Infinity;
    const all = eventsOf({ group, stream, now }).filter(({ at }) => at >= from && at < to);
    const limit = params.integer("limit") ?? EVENTS_MAX;
    const fromHead = params.flag("startFromHead") ?? false;
    const { start, end } = range({ token: params.text("nextToken"), limit, fromHead, all });
    return {
      events: all.slice(start, end).map(({ at, message, ingestedAt }) => ({
        timestamp: at,
        message,
        ingestionTime: ingestedAt,
      })),
      nextForwardToken: `f/${end}`,
      nextBackwardToken: `b/${start}`,
    };
  },
};

/** A forward token begins a page, a backward one ends it; without one the newest come first. */
function range(of: {
  token: string | undefined;
  limit: number;
  fromHead: boolean;
  all: readonly unknown[];
}): { start: number; end: number } {
  const { token, limit, fromHead, all } = of;
  const count = all.length;
  const [, way, index] = /^([fb])\/(\d+)$/.exec(token ?? "") ?? [];
  if (token !== undefined && way === undefined) {
    throw invalid("The specified nextToken is invalid.");
  }
  if (way === "f" || (way === undefined && fromHead)) {
    const start = Math.min(Number(index ?? 0), count);
    return { start, end: Math.min(start + limit, count) };
  }
  const end = Math.min(Number(index ?? count), count);
  return { start: Math.max(0, end - limit), end };
}

const lastAt = (stream: LogStream): number => stream.events.at(-1)?.at ?? 0;

function toItem(of: { call: Call<Input>; group: string; stream: LogStream }) {
  const { stream } = of;
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    firstEventTimestamp: stream.events[0]?.at,
    lastEventTimestamp: stream.events.at(-1)?.at,
    lastIngestionTime: stream.lastIngestedAt,
    uploadSequenceToken: String(stream.events.length),
    arn: policyArn(of.call, of.group, stream.name),
    storedBytes: 0,
  };
}
