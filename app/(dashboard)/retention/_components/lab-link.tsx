import type { RetentionPolicyDto } from "#lib/retention/dto";
import type { RetentionRules } from "#lib/retention/retention-rules.pure";
import { Link } from "../../../_components/link";
import { toLabHref } from "../lab/_components/lab-address.pure";

/** What is typed goes along, and comes back when it is saved there. */
export function LabLink(props: {
  policy: RetentionPolicyDto | null;
  ownOf: string | null;
  /** Null while something typed cannot be read. */
  rules: RetentionRules | null;
  instanceId: string | undefined;
}) {
  const { policy, ownOf, rules, instanceId } = props;
  const href = toLabHref({
    instance: ownOf ?? instanceId ?? null,
    policy: ownOf === null ? (policy?.id ?? null) : null,
    b: rules,
  });
  return (
    <p className="m-0">
      <Link href={href}>Look ten years ahead, or compare it with another policy, in the lab</Link>
    </p>
  );
}
