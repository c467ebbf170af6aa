import type { Tx } from "../db/tx";
import { ConflictError, ValidationError } from "../errors";
import { findPolicyNamed } from "./policies.repo";
import type { RetentionPolicyRow } from "./policy-row";

/** What an instance's own policy is called; nobody else names one so. */
const OWN = "Own policy of ";

export async function ownPolicyName(
  tx: Tx,
  { id, instanceId }: { id: string; instanceId: string },
): Promise<string> {
  const name = `${OWN}${instanceId}`;
  return (await findPolicyNamed(tx, name)) === null ? name : `${name} (${id})`;
}

/** Every name but those of own policies, which tell of instances that the caller may not see. */
export async function requireFreePolicyName(tx: Tx, name: string): Promise<void> {
  if (name.toLowerCase().startsWith(OWN.toLowerCase())) {
    throw new ValidationError("A policy that instances share cannot have this name.", {
      fields: { name: [`“${OWN.trim()} …” is what an instance’s own policy is called.`] },
    });
  }
  if ((await findPolicyNamed(tx, name)) === null) return;
  throw new ConflictError("Another retention policy has this name.", {
    fields: { name: ["Choose another name."] },
  });
}

/** An own policy is called after its instance: under a name of its own it would stand in others' way. */
export async function requireNewPolicyName(
  tx: Tx,
  { before, name }: { before: Pick<RetentionPolicyRow, "instanceRef">; name: string },
): Promise<void> {
  if (before.instanceRef === null) return requireFreePolicyName(tx, name);
  throw new ValidationError("An instance’s own policy keeps its name.", {
    fields: { name: ["Make a policy that instances share, and give it to this one."] },
  });
}
