import { AwsCallError } from "#lib/aws/aws-call-error";
import { MISSING_PERMISSION_CODES } from "#lib/aws/aws-codes.pure";
import type { Ec2, Ec2Volume } from "#lib/aws/ec2/ec2";

/** Sizes are good to know, and no reason to refuse: null where they may not be read. */
export async function findVolumes(
  ec2: Ec2,
  volumeIds: readonly string[],
): Promise<Ec2Volume[] | null> {
  try {
    return await ec2.describeVolumes(volumeIds);
  } catch (error) {
    if (error instanceof AwsCallError && MISSING_PERMISSION_CODES.has(error.awsCode)) return null;
    throw error;
  }
}
