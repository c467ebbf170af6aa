import type { ServerResponse } from "node:http";
import { Report, type Firing } from "#lambda/contract/firing";
import { imageRequest } from "#lambda/contract/image-request";
import { HOUR, MINUTE } from "../clock";
import { loadFunctionPackage } from "../eventbridge/function-package";
import { createAwsWorld, WORLD_REGION } from "./aws-world";
import { deployFunction } from "./deployed-function";
import { startHttpReceiver } from "./http-receiver";

export type FunctionWorld = Awaited<ReturnType<typeof createFunctionWorld>>;

const INSTALLATION = "amivault-test";

/** The function as it is deployed, before a simulated account, with somebody who hears its reports. */
export async function createFunctionWorld() {
  const aws = await createAwsWorld();
  const { control } = aws.sim;
  const { accountId } = aws.account;
  const receiver = await startHttpReceiver();
  const callbackKey = Buffer.alloc(32, 9);
  const environment = {
    AWS_ENDPOINT_URL: aws.sim.url,
    AWS_REGION: WORLD_REGION,
    AWS_ACCESS_KEY_ID: aws.key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.key.secretAccessKey,
    AMIVAULT_INSTALLATION_ID: INSTALLATION,
    AMIVAULT_ACCOUNT_ID: accountId,
    AMIVAULT_PLACE_ID: "ebp_1",
    AMIVAULT_CALLBACK_KEY: callbackKey.toString("base64"),
    AMIVAULT_CALLBACK_URL: `${receiver.url}/api/backup-callback`,
    AMIVAULT_FUNCTION_VERSION: "0123456789ab",
  };
  const deployed = deployFunction((await loadFunctionPackage()).zip, environment);
  const dueAt = Math.floor(Date.now() / MINUTE) * MINUTE;
  const reports = () => receiver.received.map(({ body }) => Report.parse(JSON.parse(body)));
  return {
    aws,
    sim: aws.sim,
    receiver,
    callbackKey,
    environment,
    deployed,
    dueAt,
    async addInstance(): Promise<string> {
      const made = { accountId, region: WORLD_REGION, name: "web" };
      return (await control.createInstance(made)).instanceId;
    },
    firing: (instanceId: string, more: Partial<Firing> = {}): Firing => ({
      v: 1,
      type: "backup",
      instanceId,
      scheduledTime: new Date(dueAt + 12_345).toISOString(),
      startWindowMs: 4 * HOUR,
      reboot: false,
      name: "web",
      exclusions: [],
      ...more,
    }),
    /** What the application would send for the same backup. */
    wanted: (instanceId: string) =>
      imageRequest({
        installationId: INSTALLATION,
        accountId,
        region: WORLD_REGION,
        instanceId,
        due: { dueAt },
        at: dueAt,
        attempt: 1,
        instanceName: "web",
        description: "",
        reboot: false,
      }),
    async images(instanceId: string) {
      const { items } = await control.images({ limit: 1_000 });
      return items.filter(({ sourceInstanceId }) => sourceInstanceId === instanceId);
    },
    reports,
    types: () => reports().map(({ type }) => type),
    /** From now on reports are answered so, and what was heard is forgotten. */
    answer(status: number, headers: Record<string, string> = {}): void {
      receiver.received.length = 0;
      receiver.answer = (_, response: ServerResponse) => response.writeHead(status, headers).end();
    },
    async close(): Promise<void> {
      deployed.remove();
      receiver.close();
      await aws.close();
    },
  };
}
