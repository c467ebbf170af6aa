import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeImagesCommand,
  DescribeTagsCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { GetRolePolicyCommand, IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import {
  GetFunctionCommand,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import {
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addCredential } from "../credentials/add-credential";
import { instances } from "../db/schema";
import { newId } from "../ids";
import { replaceSchedules } from "../schedules/replace-schedules";
import { userContext } from "../testing/contexts";
import { addTestPeople, signedIn } from "../testing/people";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { deployFunction } from "../testing/deployed-function";
import {
  EMULATOR,
  hasEmulator,
  startEmulator,
  type RunningEmulator,
} from "../testing/independent-emulator";
import { startReportServer } from "../testing/report-server";
import { chooseScheduler } from "./choose-scheduler";
import { loadFunctionPackage } from "./function-package";
import { listObjects } from "./objects.repo";
import { findPlace, type PlaceKey } from "./places.repo";
import { workOnPlace } from "./work-on-place";

const REGION = "eu-central-1";
const KEYS = { accessKeyId: "AKIAEMULATOREMULATOR", secretAccessKey: "an-emulator-takes-any" };
const ROUNDS_MAX = 100;

describe.skipIf(!hasEmulator())(`the whole of it against ${EMULATOR}, if it is installed`, () => {
  let emulator: RunningEmulator;
  let runtime: TestRuntime;
  let reports: Awaited<ReturnType<typeof startReportServer>>;
  let instanceId: string;
  let id: string;
  let place: PlaceKey;
  let clients: ReturnType<typeof clientsOf>;

  beforeAll(async () => {
    emulator = await startEmulator();
    reports = await startReportServer();
    runtime = await createTestRuntime({
      simulatorUrl: emulator.endpoint,
      now: Date.now(),
      env: { API_GATEWAY_ENDPOINT: reports.url },
    });
    reports.serve(runtime);
    clients = clientsOf(emulator.endpoint);
    const launched = await clients.ec2.send(
      new RunInstancesCommand({ ImageId: "ami-12c6146b", MinCount: 1, MaxCount: 1 }),
    );
    instanceId = launched.Instances?.[0]?.InstanceId ?? "";
    const admin = await signedIn(userContext(runtime, "admin"));
    await addTestPeople(runtime);
    const credential = await addCredential(admin, {
      kind: "access_key",
      name: "emulator",
      region: REGION,
      ...KEYS,
    });
    const { accountRef } = credential;
    place = { accountRef, region: REGION };
    const now = runtime.clock.now();
    id = newId("ins", now, runtime.random);
    await runtime.db.write(async (tx) => {
      await tx.insert(instances).values({
        id,
        ...place,
        credentialId: credential.id,
        instanceId,
        tags: {},
        state: "running",
        createdAt: now,
        updatedAt: now,
      });
      const choices = [
        { schedule: "0 2 * * 1", zone: "UTC" },
        { schedule: "30 2 * * *", zone: "Europe/Berlin" },
      ];
      await replaceSchedules(tx, admin, { instanceRef: id, choices });
    });
  }, 60_000);

  afterAll(async () => {
    reports.close();
    await runtime.close();
    await emulator.close();
  });

  /** The job, and the time that it asks for, until it rests. */
  async function settle(): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const result = await workOnPlace(runtime, place);
      if (!result) return;
      runtime.clock.advance(Math.max(result.retryAfterMs, 1));
    }
    throw new Error("The place did not come to rest.");
  }

  async function notReady(): Promise<string[]> {
    const found = await findPlace(runtime.db.read, place);
    const rows = found ? await listObjects(runtime.db.read, found.place.id) : [];
    return rows
      .filter(({ state }) => state !== "ready")
      .map(({ kind, state, message }) => `${kind} ${state}: ${message}`);
  }

  it("stands after one click as AWS's own clients see it", async () => {
    await chooseScheduler(userContext(runtime, "admin"), {
      instanceId: id,
      scheduler: "eventbridge",
    });
    await settle();
    expect(await notReady()).toEqual([]);
    const seen = await look(clients);
    expect(seen).toMatchObject({
      roles: [expect.stringMatching(/-function$/), expect.stringMatching(/-scheduler$/)],
      functions: [{ Runtime: "nodejs24.x", Handler: "index.handler" }],
      rules: ["cron(0 2 ? * 2 *)", undefined],
      groups: [expect.stringMatching(/^amivault-/)],
      logGroups: [{ retentionInDays: 14 }],
      protectTags: [instanceId],
    });
    expect(seen.schedules.length).toBeGreaterThan(0);
    const [name] = seen.functionNames;
    const policy = await clients.lambda.send(new GetPolicyCommand({ FunctionName: name }));
    const { Statement } = JSON.parse(policy.Policy ?? "{}");
    expect(Statement).toHaveLength(1);
    expect(JSON.stringify(Statement)).toContain("rule/amivault-*");
    expect(JSON.stringify(Statement)).toMatch(/SourceAccount/i);
    const [role] = seen.roles;
    const granted = await clients.iam.send(
      new GetRolePolicyCommand({ RoleName: role, PolicyName: "amivault" }),
    );
    expect(decodeURIComponent(granted.PolicyDocument ?? "")).toContain(
      '"aws:ResourceTag/amivault:protect"',
    );
  });

  it("is a function that runs in plain Node as it was taken from there, and is heard", async () => {
    const { functionNames, ruleNames } = await look(clients);
    const [FunctionName] = functionNames;
    const found = await clients.lambda.send(new GetFunctionCommand({ FunctionName }));
    // Its code's address is AWS's own, which nobody answers at: the hash says that it is ours.
    const { zip, sha256Base64 } = await loadFunctionPackage();
    expect(found.Configuration?.CodeSha256).toBe(sha256Base64);
    const targets = await clients.events.send(
      new ListTargetsByRuleCommand({
        Rule: ruleNames.find((name) => name.includes(instanceId)),
      }),
    );
    const template = targets.Targets?.[0]?.InputTransformer?.InputTemplate ?? "";
    const due = new Date(Math.floor(runtime.clock.now() / 60_000) * 60_000).toISOString();
    runtime.clock.set(Date.now());
    const deployed = deployFunction(zip, {
      ...found.Configuration?.Environment?.Variables,
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    });
    const firing = JSON.parse(template.replace("<time>", due));
    // One after the other: this emulator takes a name twice.
    const first = await deployed.invoke(firing);
    const second = await deployed.invoke(firing);
    const ended = [...first.ended, ...second.ended];
    deployed.remove();
    expect(ended).toEqual([
      expect.objectContaining({ ok: true }),
      expect.objectContaining({ ok: true }),
    ]);
    const images = await clients.ec2.send(
      new DescribeImagesCommand({
        Owners: ["self"],
        Filters: [{ Name: "tag-key", Values: ["amivault:backup"] }],
      }),
    );
    expect(images.Images?.map(({ Name }) => Name)).toEqual([
      expect.stringMatching(new RegExp(`^${instanceId}-`)),
    ]);
    expect(reports.heard.length).toBeGreaterThan(0);
    expect(reports.heard.filter(({ status }) => status !== 204)).toEqual([]);
  }, 60_000);

  it("is nothing any more after leaving", async () => {
    await chooseScheduler(userContext(runtime, "admin"), { instanceId: id, scheduler: "local" });
    await settle();
    expect(await notReady()).toEqual([]);
    expect(await look(clients)).toEqual({
      roles: [],
      functions: [],
      functionNames: [],
      rules: [],
      ruleNames: [],
      groups: [],
      schedules: [],
      logGroups: [],
      protectTags: [],
    });
    expect(await findPlace(runtime.db.read, place)).toBeNull();
  });
});

function clientsOf(endpoint: string) {
  const config = { endpoint, region: REGION, credentials: KEYS };
  return {
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    events: new EventBridgeClient(config),
    scheduler: new SchedulerClient(config),
    logs: new CloudWatchLogsClient(config),
  };
}

/** All of ours that AWS's own clients list. */
async function look({ ec2, iam, lambda, events, scheduler, logs }: ReturnType<typeof clientsOf>) {
  const isOurs = (name: string | undefined) => name?.includes("amivault-") ?? false;
  const roles = (await iam.send(new ListRolesCommand({}))).Roles ?? [];
  const functions = (await lambda.send(new ListFunctionsCommand({}))).Functions ?? [];
  const rules = (await events.send(new ListRulesCommand({ NamePrefix: "amivault-" }))).Rules ?? [];
  const groups = (await scheduler.send(new ListScheduleGroupsCommand({}))).ScheduleGroups ?? [];
  const schedules = (await scheduler.send(new ListSchedulesCommand({}))).Schedules ?? [];
  const logGroups = (await logs.send(new DescribeLogGroupsCommand({}))).logGroups ?? [];
  const tags = await ec2.send(
    new DescribeTagsCommand({ Filters: [{ Name: "key", Values: ["amivault:protect"] }] }),
  );
  const sorted = rules.toSorted((a, b) =>
    a.ScheduleExpression ? -1 : b.ScheduleExpression ? 1 : 0,
  );
  return {
    roles: roles
      .map(({ RoleName }) => RoleName)
      .filter(isOurs)
      .toSorted(),
    functions,
    functionNames: functions.map(({ FunctionName }) => FunctionName),
    rules: sorted.map(({ ScheduleExpression }) => ScheduleExpression),
    ruleNames: sorted.map(({ Name }) => Name ?? ""),
    groups: groups.map(({ Name }) => Name).filter(isOurs),
    schedules: schedules.map(({ Name }) => Name).filter(isOurs),
    logGroups: logGroups.filter(({ logGroupName }) => isOurs(logGroupName)),
    protectTags: (tags.Tags ?? []).map(({ ResourceId }) => ResourceId),
  };
}
