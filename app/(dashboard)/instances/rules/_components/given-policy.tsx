import type { RuleDto } from "#lib/discovery/rules/dto";
import { Notice } from "../../../../_components/notice";
import type { Gifts } from "../../discover/_components/read-gifts";

/** For who may choose no policy: why a rule that gives one takes no more by them. */
export function GivenPolicy(props: { rule: RuleDto | null; gifts: Pick<Gifts, "policies"> }) {
  const { rule, gifts } = props;
  if (gifts.policies !== null || rule === null || rule.retentionPolicyId === null) return null;
  return (
    <Notice tone="quiet">
      It gives the retention policy{" "}
      <strong className="hostile">{rule.policyName ?? rule.retentionPolicyId}</strong>: an
      administrator lets it take more, or turns it on again. You may narrow it and turn it off.
    </Notice>
  );
}
