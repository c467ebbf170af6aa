import { CreateFunctionCommand, AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { strToU8, zipSync } from "fflate";
import type { InvocationQuery } from "./control/contract";
import type { InvocationView } from "./control/automation-views";
import type { Fixture } from "./fixture";

export interface NewFunction {
  name?: string;
  /** Of `index.js`, unless the files say otherwise. */
  code?: string;
  files?: Record<string, string>;
  handler?: string;
  environment?: Record<string, string>;
  timeoutSeconds?: number;
}

/** `exports.handler` tells its event back. */
export const ECHO = "exports.handler = async (event) => ({ event });";

export const toZip = (files: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

/** A function with its role, and the permission for every rule of the account. */
export async function addFunction(aws: Fixture, of: NewFunction = {}): Promise<string> {
  const { name = "worker", code = ECHO, files = { "index.js": code } } = of;
  const role = await aws.control.createRole({
    accountId: aws.accountId,
    name: `${name}-role`,
    trusts: ["lambda.amazonaws.com"],
  });
  const lambda = aws.client(LambdaClient);
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: role.arn,
      Runtime: "nodejs22.x",
      Handler: of.handler ?? "index.handler",
      Timeout: of.timeoutSeconds ?? 10,
      Environment: { Variables: of.environment },
      Code: { ZipFile: toZip(files) },
    }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: "rules",
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
      SourceArn: `arn:aws:events:${aws.region}:${aws.accountId}:rule/*`,
      SourceAccount: aws.accountId,
    }),
  );
  return FunctionArn ?? "";
}

export interface NewRule {
  name: string;
  arn: string;
  /** Six fields. */
  cron?: string;
  pattern?: object;
}

/** A rule with the function as its target, which gets the rule's name, the time and the detail. */
export async function addRule(aws: Fixture, of: NewRule): Promise<void> {
  await aws.client(EventBridgeClient).send(
    new PutRuleCommand({
      Name: of.name,
      ScheduleExpression: of.cron && `cron(${of.cron})`,
      EventPattern: of.pattern && JSON.stringify(of.pattern),
    }),
  );
  await aws.client(EventBridgeClient).send(
    new PutTargetsCommand({
      Rule: of.name,
      Targets: [
        {
          Id: "function",
          Arn: of.arn,
          InputTransformer: {
            InputPathsMap: { time: "$.time", detail: "$.detail" },
            InputTemplate: '{"rule":"<aws.events.rule-name>","time":<time>,"detail":<detail>}',
          },
        },
      ],
    }),
  );
}

export const invocations = async (
  aws: Fixture,
  query: InvocationQuery = {},
): Promise<InvocationView[]> => (await aws.control.invocations(query)).items;

/** Moment, minutes after it, attempt and outcome of each. */
export const shown = (all: InvocationView[]): unknown[] =>
  all.map(({ at, dueAt, outcome, attempt }) => [
    new Date(dueAt).toISOString().slice(5, 16),
    (at - dueAt) / 60_000,
    attempt,
    outcome,
  ]);
