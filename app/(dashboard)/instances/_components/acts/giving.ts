import { getPolicy } from "#lib/retention/get-policy";
import type { Context } from "#lib/context";
import { NotFoundError } from "#lib/errors";

/** A policy for which instances are being chosen. */
export interface Giving {
  policyId: string;
  /** As the dialog's choice says it. */
  choice: string;
  name: string;
}

/** By the address that its page leads to; null for none, and for one that only an instance has. */
export async function findGiving(
  ctx: Context,
  policyId: string | undefined,
): Promise<Giving | null> {
  if (policyId === undefined) return null;
  try {
    const { id, name, isDefault, instanceId } = await getPolicy(ctx, { policyId });
    return instanceId === null ? { policyId: id, choice: isDefault ? "default" : id, name } : null;
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}
