import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { AwsCallError } from "../aws-call-error";
import { requireAnswer, requireList } from "../call-aws";
import { allPages } from "../ec2/all-pages";
import { fromScheduleInput, toScheduleFacts } from "./schedule-facts";
import type { ScheduleFacts, ScheduleInput, Scheduler } from "./scheduling";
import {
  createServiceCaller,
  orNull,
  type CallerOptions,
  type ServiceCaller,
} from "./service-caller";

const NOT_FOUND = "ResourceNotFoundException";
const CONFLICT = "ConflictException";
type Call = ServiceCaller<SchedulerClient>;

export function createScheduler(options: CallerOptions): Scheduler {
  const call: Call = createServiceCaller(options, (config) => new SchedulerClient(config));
  return {
    findGroup: (name) => findGroup(call, name),
    createGroup: (name, tags) => createGroup(call, name, tags),
    async deleteGroup(Name) {
      const ClientToken = randomUUID();
      await orNull(
        call("DeleteScheduleGroup", (client, { prepare, options: sending }) =>
          client.send(prepare(new DeleteScheduleGroupCommand({ Name, ClientToken })), sending),
        ),
        NOT_FOUND,
        // It is being deleted already.
        CONFLICT,
      );
    },
    findSchedule: (group, name) => findSchedule(call, group, name),
    listSchedules: (group) => listSchedules(call, group),
    createSchedule: (input) => createSchedule(call, input),
    async updateSchedule(input) {
      const action = "UpdateSchedule";
      const request = { ...fromScheduleInput(input), ClientToken: randomUUID() };
      const answer = await call(action, (client, { prepare, options: sending }) =>
        client.send(prepare(new UpdateScheduleCommand(request)), sending),
      );
      requireAnswer(answer.ScheduleArn, { action, what: "ARN" });
    },
    async deleteSchedule(GroupName, Name) {
      const request = { GroupName, Name, ClientToken: randomUUID() };
      await orNull(
        call("DeleteSchedule", (client, { prepare, options: sending }) =>
          client.send(prepare(new DeleteScheduleCommand(request)), sending),
        ),
        NOT_FOUND,
      );
    },
  };
}

async function findGroup(call: Call, Name: string): ReturnType<Scheduler["findGroup"]> {
  const action = "GetScheduleGroup";
  const answer = await orNull(
    call(action, (client, { prepare, options }) =>
      client.send(prepare(new GetScheduleGroupCommand({ Name })), options),
    ),
    NOT_FOUND,
  );
  return (
    answer && {
      name: requireAnswer(answer.Name, { action, what: "group name" }),
      arn: requireAnswer(answer.Arn, { action, what: "ARN" }),
      state: requireAnswer(answer.State, { action, what: "state" }),
    }
  );
}

/** One that is there already is left as it is; one that is going makes this wait. */
async function createGroup(
  call: Call,
  Name: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const action = "CreateScheduleGroup";
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const request = { Name, Tags, ClientToken: randomUUID() };
  const answer = await orNull(
    call(action, (client, { prepare, options }) =>
      client.send(prepare(new CreateScheduleGroupCommand(request)), options),
    ),
    CONFLICT,
  );
  if (answer) {
    requireAnswer(answer.ScheduleGroupArn, { action, what: "ARN" });
  } else if ((await findGroup(call, Name))?.state !== "ACTIVE") {
    throw new AwsCallError({
      action,
      outcome: "later",
      awsCode: "UpdateInProgress",
      message: `The schedule group ${Name} is still being deleted.`,
      suggestion: "Nothing to do: it is made when the old one is gone.",
    });
  }
}

async function findSchedule(
  call: Call,
  GroupName: string,
  Name: string,
): Promise<ScheduleFacts | null> {
  const action = "GetSchedule";
  const answer = await orNull(
    call(action, (client, { prepare, options }) =>
      client.send(prepare(new GetScheduleCommand({ GroupName, Name })), options),
    ),
    NOT_FOUND,
  );
  return answer && toScheduleFacts(action, answer);
}

/** None for a group that is not there. */
async function listSchedules(
  call: Call,
  GroupName: string,
): ReturnType<Scheduler["listSchedules"]> {
  const action = "ListSchedules";
  const listed = allPages({
    action,
    fetch: async (NextToken) => {
      const answer = await call(action, (client, { prepare, options }) =>
        client.send(prepare(new ListSchedulesCommand({ GroupName, NextToken })), options),
      );
      const schedules = requireList(answer.Schedules, { action, what: "schedules" });
      const items = schedules.map(({ Name, State, Target }) => ({
        name: requireAnswer(Name, { action, what: "schedule's name" }),
        enabled: requireAnswer(State, { action, what: "state" }) !== "DISABLED",
        targetArn: requireAnswer(Target?.Arn, { action, what: "target" }),
      }));
      return { items, nextToken: answer.NextToken };
    },
  });
  return (await orNull(listed, NOT_FOUND)) ?? [];
}

/**
 * One token a call and its repetitions: AWS remembers tokens longer than a schedule that was removed,
 * and would make none. The same schedule that is there already is content; another one is a conflict.
 */
async function createSchedule(call: Call, input: ScheduleInput): Promise<void> {
  const action = "CreateSchedule";
  const request = { ...fromScheduleInput(input), ClientToken: randomUUID() };
  try {
    const answer = await call(action, (client, { prepare, options }) =>
      client.send(prepare(new CreateScheduleCommand(request)), options),
    );
    requireAnswer(answer.ScheduleArn, { action, what: "ARN" });
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.awsCode !== CONFLICT) throw error;
    const found = await findSchedule(call, input.group, input.name);
    if (found === null || !isSame(found, input)) throw error;
  }
}

function isSame(found: ScheduleFacts, input: ScheduleInput): boolean {
  return isDeepStrictEqual({ ...found }, { ...input, arn: found.arn, enabled: true });
}
