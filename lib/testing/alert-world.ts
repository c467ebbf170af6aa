import { acknowledgeAlert } from "../alerts/acknowledge-alert";
import type { AlertRow } from "../alerts/alert.repo";
import { clearAlert } from "../alerts/clear-alert";
import { deliverAlerts } from "../alerts/deliver-alerts";
import { raiseAlerts, type AlertNews } from "../alerts/raise-alert";
import { createChannel } from "../channels/create-channel";
import type { CreateChannelInput } from "../channels/schemas";
import { alerts } from "../db/schema";
import { systemContext, userContext } from "./contexts";
import { createTestRuntime } from "./create-test-runtime";
import { startHttpReceiver } from "./http-receiver";
import { addTestPeople, signedIn } from "./people";

export type AlertWorld = Awaited<ReturnType<typeof createAlertWorld>>;

export const ALERT_CAUSE = "backups/acc_1/AuthFailure";

/** That the instance's backups fail. */
export function alertNews(entityId = "ins_1", more: Partial<AlertNews> = {}): AlertNews {
  return {
    cause: ALERT_CAUSE,
    kind: "backups.failed",
    severity: "warning",
    accountRef: "acc_1",
    title: "Backups fail",
    message: "AWS refuses the credential.",
    suggestion: "Rotate it.",
    member: {
      entityType: "instance",
      entityId,
      accountRef: "acc_1",
      message: `${entityId} failed`,
    },
    ...more,
  };
}

/** A runtime, and a server that its channels tell. */
export async function createAlertWorld() {
  const receiver = await startHttpReceiver();
  const runtime = await createTestRuntime({
    env: {
      AMIVAULT_ALLOWED_PRIVATE_TARGETS: "127.0.0.1",
      NEXTAUTH_URL: "https://amivault.example.org",
    },
  });
  const ada = await signedIn(userContext(runtime, "admin", { username: "ada" }));
  const admin = () => ada;
  await addTestPeople(runtime);
  const clear = (member?: { entityType: string; entityId: string }) =>
    runtime.db.write((tx) =>
      clearAlert(tx, systemContext(runtime), {
        cause: ALERT_CAUSE,
        reason: "Good again.",
        ...(member ? { member } : {}),
      }),
    );
  return {
    runtime,
    receiver,
    admin,
    clear,
    raise: (...list: AlertNews[]) =>
      runtime.db.write((tx) => raiseAlerts(tx, systemContext(runtime), list)),
    /** By its cause. */
    async alert(cause = ALERT_CAUSE): Promise<AlertRow> {
      const rows = await runtime.db.read.select().from(alerts);
      const found = rows.find((row) => row.cause === cause);
      if (!found) throw new Error(`There is no alert ${cause}.`);
      return found;
    },
    async acknowledge(cause = ALERT_CAUSE): Promise<void> {
      await acknowledgeAlert(admin(), { alertId: (await this.alert(cause)).id });
    },
    addHook: (path: string, more: Partial<CreateChannelInput> = {}) =>
      createChannel(admin(), {
        kind: "webhook",
        name: path,
        url: `${receiver.url}/${path}`,
        signingKey: "not-a-real-signing-key",
        ...more,
      } as CreateChannelInput),
    async deliverAfter(ms: number): Promise<void> {
      runtime.clock.advance(ms);
      await deliverAlerts(runtime);
    },
    /** `<channel> <event>`, in the order in which they came. */
    heard: () =>
      receiver.received.map(({ path, body }) => `${path.slice(1)} ${JSON.parse(body).event}`),
    async close(): Promise<void> {
      receiver.close();
      await runtime.close();
    },
  };
}
