import type { Context } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { ValidationError } from "#lib/errors";
import { getCredentialRow } from "./get-credential-row";

/** A role that is assumed with itself, also by way of others, could never be assumed. */
export async function requireNoCircle(
  q: Queryable,
  ctx: Context,
  options: { id: string; sourceId: string },
): Promise<void> {
  const seen = new Set([options.id]);
  let next: string | null = options.sourceId;
  while (next !== null) {
    if (seen.has(next)) {
      throw new ValidationError("This credential would be assumed with itself.", {
        fields: { "keys.sourceCredentialId": ["Choose another credential."] },
      });
    }
    seen.add(next);
    next = (await getCredentialRow(q, ctx, next)).sourceCredentialId;
  }
}
