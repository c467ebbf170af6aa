import type { AwsPurpose } from "../aws/aws";
import type { Ec2 } from "../aws/ec2/ec2";
import type { Context } from "../context";
import { PreconditionFailedError, type ServiceError } from "../errors";
import { listReaders } from "./reader.repo";
import { toNextTry } from "./to-next-try";

const READERS_MAX = 3;

/**
 * Reads AWS with a credential of the account: the preferred one first, the next one where AWS
 * refuses it. Images belong to the account, so that any of them sees the same.
 */
export async function withReader<T>(
  ctx: Context,
  place: {
    accountRef: string;
    region: string;
    preferredId: string | null;
    /** `read` unless said. */
    purpose?: AwsPurpose;
    /** A person waits for the answer. */
    interactive?: boolean;
  },
  read: (ec2: Ec2, credentialId: string) => Promise<T>,
): Promise<T> {
  const { aws, db } = ctx.runtime;
  const { region, purpose = "read", interactive = false } = place;
  const readers = await listReaders(db.read, place.accountRef);
  const ordered = readers.toSorted(
    (a, b) => Number(b === place.preferredId) - Number(a === place.preferredId),
  );
  let refusal: ServiceError = new PreconditionFailedError(
    "No credential reaches this account any more.",
    { reason: "NoCredential", suggestion: "Add a credential of the account." },
  );
  for (const credentialId of ordered.slice(0, READERS_MAX)) {
    try {
      const ec2 = await aws.ec2({ credentialId, region, purpose, interactive });
      return await read(ec2, credentialId);
    } catch (error) {
      refusal = toNextTry(error);
    }
  }
  throw refusal;
}
