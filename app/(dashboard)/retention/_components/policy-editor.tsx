"use client";

import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import type { RetentionPolicyDto } from "#lib/retention/dto";
import { FormError } from "../../../_components/form-error";
import { Link } from "../../../_components/link";
import { Panel } from "../../../_components/panel";
import { toast } from "../../../_components/popups";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { createPolicyAction, ownPolicyAction, updatePolicyAction } from "../actions";
import { DryRun } from "./dry-run";
import { toDraft, toNumber, toRules, toRulesInput } from "./policy-draft.pure";
import type { DraftedPolicy, PolicyDraft } from "./policy-draft.pure";
import { LabLink } from "./lab-link";
import { PolicyFields } from "./policy-fields";
import type { Sample } from "./sample";
import { useAsking } from "./use-asking";

/** Rules on one side, what they do to real images on the other; nothing is saved by looking. */
export function PolicyEditor(props: {
  /** Null makes a new one. */
  policy: RetentionPolicyDto | null;
  /** What a new one starts from. */
  from?: DraftedPolicy | null;
  /** The rules are this instance's own. */
  ownOf: string | null;
  sample: Sample | null;
  now: number;
}) {
  const { policy, ownOf, sample, now } = props;
  const router = useRouter();
  const start = policy ?? props.from ?? null;
  /** What nobody types in says what holds, also after another person has changed it. */
  const [typed, setTyped] = useState<Partial<PolicyDraft>>({});
  const draft = useMemo(() => ({ ...toDraft(start), ...typed }), [start, typed]);
  const rules = useMemo(() => toRules(draft), [draft]);
  const done = (path: string) => () => {
    router.push(path);
    router.refresh();
    void toast({ tone: "success", text: "The policy is saved." });
  };
  const create = useAction(createPolicyAction, done("/retention"));
  const update = useAction(updatePolicyAction, done("/retention"));
  const own = useAction(ownPolicyAction, done(`/instances/${ownOf ?? ""}`));
  const used = ownOf !== null ? own : policy === null ? create : update;
  const { asking, ask } = useAsking();
  const save = async () => {
    if (asking) return;
    const input = { ...toRulesInput(draft), enforced: draft.enforced };
    const scope = ownOf !== null ? { instanceIds: [ownOf] } : policy && { policyId: policy.id };
    if (rules !== null && draft.enforced && scope !== null) {
      if (!(await ask({ rules: toRulesInput(draft), ...scope }))) return;
    }
    if (ownOf !== null) return own.run({ instanceId: ownOf, ...input });
    const named = { ...input, name: draft.name, recordDays: toNumber(draft.recordDays) };
    if (policy === null) return create.run(named);
    update.run({ policyId: policy.id, ...named });
  };
  return (
    <div className="columns">
      <Panel title="Rules">
        <form
          className="form-stack"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <FormError error={used.error} />
          <PolicyFields
            draft={draft}
            onChange={(changes) => setTyped((before) => ({ ...before, ...changes }))}
            error={used.error}
            own={ownOf !== null}
          />
          <LabLink policy={policy} ownOf={ownOf} rules={rules} instanceId={sample?.instanceId} />
          <div className="form-actions">
            <SubmitButton
              pending={asking || used.pending}
              pendingText={asking ? "Looking at what it would remove…" : "Saving…"}
            >
              Save the policy
            </SubmitButton>
            {policy === null || ownOf !== null ? (
              <Link
                className="btn btn-plain"
                href={ownOf === null ? "/retention" : `/instances/${ownOf}`}
              >
                Cancel
              </Link>
            ) : null}
          </div>
        </form>
      </Panel>
      {sample === null ? null : (
        <DryRun
          rules={rules}
          sample={sample}
          now={now}
          path={ownOf === null ? `/retention/${policy?.id ?? "new"}` : null}
        />
      )}
    </div>
  );
}
