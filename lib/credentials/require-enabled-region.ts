import { AwsCallError } from "#lib/aws/aws-call-error";
import { MISSING_PERMISSION_CODES } from "#lib/aws/aws-codes.pure";
import type { Ec2, Ec2Region } from "#lib/aws/ec2/ec2";
import { ValidationError } from "#lib/errors";

/** The region is real and enabled for the account, as far as the credential may ask. */
export async function requireEnabledRegion(ec2: Ec2, region: string): Promise<void> {
  const regions = await findRegions(ec2);
  const known = regions?.find((candidate) => candidate.region === region);
  if (!regions || known?.enabled) return;
  if (known) {
    throw refused(region, {
      message: `The region ${region} is not enabled for this account.`,
      suggestion: "Enable it in the AWS console under Account, AWS Regions.",
    });
  }
  const names = regions.filter(({ enabled }) => enabled).map((candidate) => candidate.region);
  throw refused(region, {
    message: `There is no region ${region}.`,
    suggestion: `This account may use ${names.toSorted().join(", ")}.`,
  });
}

/** Null where the list may not be read: then the calls themselves tell. */
async function findRegions(ec2: Ec2): Promise<Ec2Region[] | null> {
  try {
    const regions = await ec2.describeRegions();
    return regions.length === 0 ? null : regions;
  } catch (error) {
    if (error instanceof AwsCallError && MISSING_PERMISSION_CODES.has(error.awsCode)) return null;
    throw error;
  }
}

function refused(region: string, words: { message: string; suggestion: string }): ValidationError {
  return new ValidationError(words.message, {
    suggestion: words.suggestion,
    reason: "RegionUnavailable",
    fields: { region: [words.message] },
  });
}
