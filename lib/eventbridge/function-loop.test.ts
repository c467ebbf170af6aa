import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Firing } from "#lambda/contract/firing";
import { FUNCTION } from "#lambda/contract/function.pure";
import { backupKey, imageName } from "#lambda/contract/image-name";
import { HOUR, MINUTE } from "../clock";
import { backupEvents, backups, eventbridgePlaces } from "../db/schema";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { leadToCallback } from "../testing/callback-receiver";
import { addHistory } from "../testing/history";
import { startHttpReceiver, type HttpReceiver } from "../testing/http-receiver";
import { addPlace } from "../testing/reports";
import { loadFunctionPackage } from "./function-package";

let world: BackupWorld;
let receiver: HttpReceiver;
let statuses: number[];

beforeEach(async () => {
  world = await createBackupWorld();
  receiver = await startHttpReceiver();
  statuses = leadToCallback(receiver, world.runtime);
});
afterEach(async () => {
  receiver.close();
  await world.sim.close();
  await world.runtime.close();
});

/** In AWS as the place's job would have set it up: by a rule each half hour, and for AWS's own word on images. */
async function setUp(dueAt: number) {
  const { runtime, sim, fleet } = world;
  const [instance] = fleet;
  if (!instance) throw new Error("The world has an instance.");
  const { accountId, accountRef, region, credentialId, instanceId } = instance;
  const place = await addPlace(runtime, { accountRef, region });
  const role = await sim.control.createRole({
    accountId,
    name: "amivault-function",
    trusts: ["lambda.amazonaws.com"],
  });
  const { zip, version } = await loadFunctionPackage();
  const { lambda, events } = await runtime.aws.scheduling({
    credentialId,
    region,
    purpose: "schedule",
  });
  const installationId = runtime.config.installationId;
  const { arn } = await lambda.createFunction({
    ...FUNCTION,
    name: "amivault-test",
    roleArn: role.arn,
    runtime: "nodejs22.x",
    description: "",
    zip,
    tags: {},
    environment: {
      AMIVAULT_INSTALLATION_ID: installationId,
      AMIVAULT_ACCOUNT_ID: accountId,
      AMIVAULT_PLACE_ID: place.id,
      AMIVAULT_CALLBACK_KEY: place.key.toString("base64"),
      AMIVAULT_CALLBACK_URL: `${receiver.url}/api/backup-callback`,
      AMIVAULT_FUNCTION_VERSION: version,
    },
  });
  await lambda.addPermission({
    functionName: "amivault-test",
    statementId: "rules",
    principal: "events.amazonaws.com",
    sourceArn: `arn:aws:events:${region}:${accountId}:rule/amivault-*`,
    sourceAccount: accountId,
  });
  const firing: Omit<Firing, "scheduledTime"> = {
    v: 1,
    type: "backup",
    instanceId,
    startWindowMs: HOUR,
    reboot: false,
    name: "web-0",
    exclusions: [],
  };
  const rule = { description: "", scheduleExpression: null, eventPattern: null, tags: {} };
  const target = { id: "function", arn, inputTemplate: null, inputPaths: {}, retry: null };
  const cron = `cron(${new Date(dueAt).getUTCMinutes()} * * * ? *)`;
  await events.putRule({ ...rule, name: "amivault-hourly", scheduleExpression: cron });
  await events.putTarget("amivault-hourly", {
    ...target,
    inputPaths: { time: "$.time" },
    inputTemplate: JSON.stringify({ ...firing, scheduledTime: "<time>" }).replace(
      '"<time>"',
      "<time>",
    ),
  });
  const eventPattern = { source: ["aws.ec2"], "detail-type": ["EC2 AMI State Change"] };
  await events.putRule({ ...rule, name: "amivault-ami-state", eventPattern });
  await events.putTarget("amivault-ami-state", target);
  const identity = { installationId, accountId, region, instanceId, due: { dueAt } };
  const [backupId = ""] = await addHistory(runtime, instance.id, [
    {
      at: dueAt,
      key: backupKey(identity),
      status: "expected",
      scheduler: "eventbridge",
      notBeforeAt: dueAt + 2 * MINUTE,
    },
  ]);
  return { backupId, name: imageName({ ...identity, attempt: 1, at: dueAt }) };
}

async function statusOf(backupId: string) {
  const isIt = eq(backups.id, backupId);
  const [row] = await world.runtime.db.read.select().from(backups).where(isIt);
  return { status: row?.status, imageName: row?.imageName };
}

test("a rule fires, the function makes the image, and its report is why it is known at once", async () => {
  const dueAt = world.runtime.clock.now() + 30 * MINUTE;
  const { backupId, name } = await setUp(dueAt);
  await world.advance(30 * MINUTE);
  await receiver.until(2);
  await world.tick();
  const { items } = await world.sim.control.images({});
  expect(items.map((image) => image.name)).toEqual([name]);
  expect(await statusOf(backupId)).toMatchObject({ status: "pending" });
  const told = await world.runtime.db.read
    .select({ type: backupEvents.type })
    .from(backupEvents)
    .where(eq(backupEvents.backupId, backupId));
  expect(told.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["function.started", "function.succeeded"]),
  );
  // What AWS says of the image comes the same way.
  await world.advance(MINUTE);
  await receiver.until(3);
  await world.tick();
  expect(await statusOf(backupId)).toMatchObject({ status: "available" });
  const [place] = await world.runtime.db.read.select().from(eventbridgePlaces);
  expect(place?.lastReportType).toBe("image_state");
  expect(new Set(statuses)).toEqual(new Set([204]));
});
