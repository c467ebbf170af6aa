import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { requireList } from "../call-aws";
import { allPages } from "../ec2/all-pages";
import type { Logs } from "./scheduling";
import {
  createServiceCaller,
  orNull,
  type CallerOptions,
  type ServiceCaller,
} from "./service-caller";

type Call = ServiceCaller<CloudWatchLogsClient>;

export function createLogs(options: CallerOptions): Logs {
  const call: Call = createServiceCaller(options, (config) => new CloudWatchLogsClient(config));
  return {
    findLogGroup: (name) => findLogGroup(call, name),
    async createLogGroup(logGroupName, tags) {
      await orNull(
        call("CreateLogGroup", (client, { prepare, options: sending }) =>
          client.send(
            prepare(new CreateLogGroupCommand({ logGroupName, tags: { ...tags } })),
            sending,
          ),
        ),
        "ResourceAlreadyExistsException",
      );
    },
    async putRetention(logGroupName, retentionInDays) {
      const request = { logGroupName, retentionInDays };
      await call("PutRetentionPolicy", (client, { prepare, options: sending }) =>
        client.send(prepare(new PutRetentionPolicyCommand(request)), sending),
      );
    },
    async deleteLogGroup(logGroupName) {
      await orNull(
        call("DeleteLogGroup", (client, { prepare, options: sending }) =>
          client.send(prepare(new DeleteLogGroupCommand({ logGroupName })), sending),
        ),
        "ResourceNotFoundException",
      );
    },
  };
}

/** AWS looks up by the beginning of a name only. */
async function findLogGroup(call: Call, name: string): ReturnType<Logs["findLogGroup"]> {
  const action = "DescribeLogGroups";
  const groups = await allPages({
    action,
    fetch: async (nextToken) => {
      const input = { logGroupNamePrefix: name, nextToken };
      const answer = await call(action, (client, { prepare, options }) =>
        client.send(prepare(new DescribeLogGroupsCommand(input)), options),
      );
      const items = requireList(answer.logGroups, { action, what: "log groups" });
      return { items, nextToken: answer.nextToken };
    },
  });
  const found = groups.find(({ logGroupName }) => logGroupName === name);
  return found ? { name, retentionDays: found.retentionInDays ?? null } : null;
}
