import type { Ec2 } from "../aws/ec2/ec2";
import { listReaders } from "../backups/reader.repo";
import { toNextTry } from "../backups/to-next-try";
import type { Context } from "../context";
import { PreconditionFailedError, type ServiceError } from "../errors";

const REMOVERS_MAX = 3;

export interface RemoverPlace {
  accountRef: string;
  region: string;
  preferredId: string | null;
  interactive?: boolean;
}

/** No credential of the account is left: a person must give one. */
export class NoCredentialError extends PreconditionFailedError {
  static override readonly kind: string = "no_credential";

  constructor() {
    super("No credential reaches this account any more: the removal needs one.", {
      reason: "NoCredential",
      suggestion: "Add a credential of the account, or give one for this removal alone.",
    });
  }
}

/**
 * Runs `work` with a credential of the account: the preferred one first, the next one where AWS
 * refuses what `work` asks first. Images belong to the account, so that any of them may do it.
 */
export async function withCredential<T>(
  ctx: Context,
  place: RemoverPlace,
  work: (credentialId: string) => Promise<T>,
): Promise<T> {
  const ids = await listReaders(ctx.runtime.db.read, place.accountRef);
  const ordered = ids.toSorted(
    (a, b) => Number(b === place.preferredId) - Number(a === place.preferredId),
  );
  let refusal: ServiceError = new NoCredentialError();
  for (const credentialId of ordered.slice(0, REMOVERS_MAX)) {
    try {
      return await work(credentialId);
    } catch (error) {
      refusal = toNextTry(error);
    }
  }
  throw refusal;
}

/** The same, with what may remove. */
export function withRemover<T>(
  ctx: Context,
  place: RemoverPlace,
  work: (ec2: Ec2) => Promise<T>,
): Promise<T> {
  const { region, interactive = false } = place;
  return withCredential(ctx, place, async (credentialId) =>
    work(await ctx.runtime.aws.ec2({ credentialId, region, purpose: "delete", interactive })),
  );
}
