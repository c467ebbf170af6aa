import {
  AutoScalingClient,
  DescribeLaunchConfigurationsCommand,
} from "@aws-sdk/client-auto-scaling";
import type { LaunchConfiguration } from "../aws";
import { callAws, requireList, type CallDeps, type CallTarget } from "../call-aws";
import { allPages } from "../ec2/all-pages";
import type { AwsKeys, Transport } from "../transport";

const ACTION = "DescribeLaunchConfigurations";
/** AWS's maximum; its default is 50. */
const PAGE_SIZE = 100;

export interface AutoScalingOptions {
  deps: CallDeps;
  transport: Transport;
  endpoint: string | undefined;
  /** Asked before every attempt: a session may have ended in between. */
  keys(): Promise<AwsKeys>;
  target: CallTarget;
}

/** All of an account and region: there is no way to ask for those of an image. */
export function launchConfigurations(options: AutoScalingOptions): Promise<LaunchConfiguration[]> {
  return allPages({
    action: ACTION,
    fetch: async (NextToken) => {
      const input = { MaxRecords: PAGE_SIZE, ...(NextToken === undefined ? {} : { NextToken }) };
      const answer = await callAws(options.deps, options.target, {
        action: ACTION,
        repeat: "reads",
        send: async ({ prepare, options: sending }) =>
          (await clientOf(options)).send(
            prepare(new DescribeLaunchConfigurationsCommand(input)),
            sending,
          ),
      });
      const what = "launch configurations";
      const listed = requireList(answer.LaunchConfigurations, { action: ACTION, what });
      const items = listed.flatMap(({ LaunchConfigurationName: name, ImageId: imageId }) =>
        name && imageId ? [{ name, imageId }] : [],
      );
      return { items, nextToken: answer.NextToken };
    },
  });
}

async function clientOf(options: AutoScalingOptions): Promise<AutoScalingClient> {
  const { endpoint, target, transport } = options;
  const keys = await options.keys();
  return new AutoScalingClient({
    ...transport.clientConfig({ region: target.region, endpoint, keys }, "pooled"),
    systemClockOffset: options.deps.clockOffset.toApply(),
  });
}
