import type { EC2Client } from "@aws-sdk/client-ec2";
import { Firing, ImageStateEvent } from "./contract/firing";
import { fireBackup, type Outcome } from "./fire-backup";
import { createClient } from "./images";
import { beginInvocation, type LambdaContext } from "./invocation";
import { sendReport } from "./send-report";
import { readSettings } from "./settings";

const settings = readSettings();

/** What AWS invokes: with a firing of ours, or with what it tells of images. */
export async function handler(
  event: unknown,
  context?: LambdaContext,
): Promise<Outcome | { result: "told" }> {
  const invocation = beginInvocation(settings, context);
  const firing = Firing.safeParse(event);
  if (firing.success) return withClient((client) => fireBackup(client, invocation, firing.data));
  const change = ImageStateEvent.safeParse(event);
  if (!change.success) {
    const fields = firing.error.issues.map(({ path }) => path.join(".")).filter(Boolean);
    throw new Error(
      `This event is no firing of AMIVault (wrong: ${[...new Set(fields)].join(", ") || "all of it"}) and no EC2 AMI State Change.`,
    );
  }
  const { account, region, detail } = change.data;
  if (account !== settings.accountId || region !== settings.region) {
    throw new Error(`This event is of ${account} in ${region}, not of this function's place.`);
  }
  await sendReport(invocation, { type: "image_state", imageId: detail.ImageId });
  return { result: "told" };
}

/** With the keys that hold now: the SDK keeps those it has found for as long as its client lives. */
async function withClient<Result>(work: (client: EC2Client) => Promise<Result>): Promise<Result> {
  const client = createClient(settings.region);
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
