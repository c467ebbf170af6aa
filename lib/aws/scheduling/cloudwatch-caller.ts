import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { AwsQueryProtocol } from "@aws-sdk/core/protocols";
import { AwsCallError } from "../aws-call-error";
import { createServiceCaller, type CallerOptions, type ServiceCaller } from "./service-caller";

export type CloudWatchCall = ServiceCaller<CloudWatchClient>;

/** What an emulator that knows only CloudWatch's older protocol makes of the newer one. */
const NOT_UNDERSTOOD: ReadonlySet<string> = new Set(["NotSupportedHere", "UnreadableAnswer"]);

/**
 * The SDK speaks JSON to CloudWatch. What stands in for AWS may know the Query protocol alone, which AWS
 * had before: it is asked again in that one, and from then on.
 */
export function createCloudWatchCaller(options: CallerOptions): CloudWatchCall {
  const json: CloudWatchCall = createServiceCaller(
    options,
    (config) => new CloudWatchClient(config),
  );
  if (options.endpoint === undefined) return json;
  const target = { ...options.target, answers: "xml" as const };
  const query: CloudWatchCall = createServiceCaller(
    { ...options, target },
    (config) => new CloudWatchClient({ ...config, protocol: AwsQueryProtocol }),
  );
  let speaksQuery = false;
  return async (action, send) => {
    if (speaksQuery) return query(action, send);
    try {
      return await json(action, send);
    } catch (error) {
      if (!(error instanceof AwsCallError) || !NOT_UNDERSTOOD.has(error.awsCode)) throw error;
      const answer = await query(action, send);
      speaksQuery = true;
      return answer;
    }
  };
}
