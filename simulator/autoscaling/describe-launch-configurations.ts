import { AwsError } from "../core/errors";
import type { Call, Operation } from "../core/operation";
import { readPaging, type PageRequest } from "../core/paging";
import { isDenied } from "../core/permissions";
import type { LaunchConfiguration } from "../core/referrers";
import type { WireObject } from "../wire/xml";

const NAMES_MAX = 50;
const RECORDS_DEFAULT = 50;
const RECORDS_MAX = 100;

export const describeLaunchConfigurations: Operation = {
  params: ["LaunchConfigurationNames", "NextToken", "MaxRecords"],
  bucket: "none",
  run: (call) => {
    const { params, here } = call;
    const names = params.structure("LaunchConfigurationNames")?.list("member") ?? [];
    if (names.length > NAMES_MAX) {
      throw new AwsError("ValidationError", `No more than ${NAMES_MAX} names are allowed.`);
    }
    const records = params.integer("MaxRecords") ?? RECORDS_DEFAULT;
    if (records < 1 || records > RECORDS_MAX) {
      throw new AwsError(
        "ValidationError",
        `Value ${records} at 'maxRecords' failed to satisfy constraint: Member must be from 1 to ${RECORDS_MAX}`,
      );
    }
    authorize(call);
    const paging = readToken(call);
    const all = here.referrers.launchConfigurations.filter(
      ({ name }) => names.length === 0 || names.includes(name),
    );
    const page = all.slice(paging.afterSeq, paging.afterSeq + records);
    const given = paging.afterSeq + page.length;
    return {
      LaunchConfigurations: page.map(toMember),
      NextToken: given < all.length ? paging.tokenAfter(given) : undefined,
    };
  },
};

function readToken({ params, accountId, region }: Call): PageRequest {
  try {
    return readPaging({
      params,
      scope: `${accountId}/${region}/launch-configurations`,
      min: 1,
      max: RECORDS_MAX,
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError("InvalidNextToken", "The token is invalid.");
  }
}

/** Query services say AccessDenied where EC2 says UnauthorizedOperation. */
function authorize(call: Call): void {
  const action = "autoscaling:DescribeLaunchConfigurations";
  if (!isDenied({ call, action })) return;
  throw new AwsError(
    "AccessDenied",
    `User: ${call.caller.arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
    403,
  );
}

function toMember(one: LaunchConfiguration): WireObject {
  return {
    LaunchConfigurationName: one.name,
    LaunchConfigurationARN: one.arn,
    ImageId: one.imageId,
    KeyName: "",
    SecurityGroups: [],
    ClassicLinkVPCSecurityGroups: [],
    UserData: "",
    InstanceType: one.instanceType,
    KernelId: "",
    RamdiskId: "",
    BlockDeviceMappings: [],
    InstanceMonitoring: { Enabled: true },
    CreatedTime: new Date(one.createdAt).toISOString(),
    EbsOptimized: false,
  };
}
