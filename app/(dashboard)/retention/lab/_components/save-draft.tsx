"use client";

import { useRouter } from "next/navigation";
import type { RetentionPolicyDto } from "#lib/retention/dto";
import type { RetentionRules } from "#lib/retention/retention-rules.pure";
import { FormError } from "../../../../_components/form-error";
import { Link } from "../../../../_components/link";
import { toast } from "../../../../_components/popups";
import { useAction } from "../../../../_components/use-action";
import { useAsking } from "../../_components/use-asking";
import { encodeRules } from "../../_components/rules-code.pure";
import { ownPolicyAction, updatePolicyAction } from "../../actions";

export interface SaveDraftProps {
  policy: RetentionPolicyDto;
  rules: RetentionRules;
}

/** B becomes the policy that A is, once a person has seen what it would remove. */
export function SaveDraft({ policy, rules }: SaveDraftProps) {
  const router = useRouter();
  const { asking, ask } = useAsking();
  const done = () => {
    router.push(
      policy.instanceId === null ? `/retention/${policy.id}` : `/instances/${policy.instanceId}`,
    );
    void toast({ tone: "success", text: "The policy is saved." });
  };
  const update = useAction(updatePolicyAction, done);
  const own = useAction(ownPolicyAction, done);
  const used = policy.instanceId === null ? update : own;
  const save = async () => {
    const { instanceId } = policy;
    const scope = instanceId === null ? { policyId: policy.id } : { instanceIds: [instanceId] };
    if (policy.enforced && !(await ask({ rules, ...scope }))) return;
    if (instanceId === null) update.run({ policyId: policy.id, ...rules });
    else own.run({ instanceId, ...rules, enforced: policy.enforced });
  };
  const busy = asking || used.pending;
  return (
    <div className="stack-tight lab-save">
      <FormError error={used.error} />
      <div className="form-actions">
        <button
          type="button"
          className="btn btn-primary hostile"
          aria-disabled={busy}
          onClick={() => {
            if (!busy) void save();
          }}
        >
          {asking
            ? "Looking at what it would remove…"
            : used.pending
              ? "Saving…"
              : policy.instanceId === null
                ? `Save B as “${policy.name}”…`
                : "Save B as the instance’s rules…"}
        </button>
        <Link
          className="btn btn-plain"
          href={`/retention/new?rules=${encodeURIComponent(encodeRules(rules))}`}
        >
          Make it a new policy
        </Link>
      </div>
    </div>
  );
}
