import type { Aws, CallerIdentity, GivenCredential } from "#lib/aws/aws";
import type { Ec2 } from "#lib/aws/ec2/ec2";
import { toInputError } from "#lib/aws/to-input-error";
import { requireEnabledRegion } from "./require-enabled-region";

const FIELDS = [
  "accessKeyId",
  "secretAccessKey",
  "sessionToken",
  "roleArn",
  "externalId",
  "region",
];
/** Enough to see that reading is allowed. */
const INSTANCES_READ = 5;

/** Identity first, then reading in the region: AWS's word that the keys do what they are for. */
export async function checkGiven(
  aws: Aws,
  given: GivenCredential,
  region: string,
): Promise<CallerIdentity> {
  try {
    const identity = await aws.identify(given, region);
    const { accountId } = identity;
    await checkReading(await aws.ec2With(given, { region, accountId }), region);
    return identity;
  } catch (error) {
    throw toInputError(error, FIELDS);
  }
}

export async function checkReading(ec2: Ec2, region: string): Promise<void> {
  await requireEnabledRegion(ec2, region);
  await ec2.listInstances(INSTANCES_READ);
}
