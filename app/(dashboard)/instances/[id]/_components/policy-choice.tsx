"use client";

import { useRouter } from "next/navigation";
import type { RetentionPolicyDto, RetentionRulesDto } from "#lib/retention/dto";
import { Field } from "../../../../_components/field";
import { FormError } from "../../../../_components/form-error";
import { LostOption } from "../../../../_components/lost-option";
import { toast } from "../../../../_components/popups";
import { useAction } from "../../../../_components/use-action";
import { useAsking } from "../../../retention/_components/use-asking";
import { assignPolicyAction } from "../../../retention/actions";

type Choosable = Pick<RetentionPolicyDto, "id" | "name" | "isDefault" | "enforced"> &
  RetentionRulesDto;

/** Another policy, the default, or rules of its own. */
export function PolicyChoice(props: {
  instanceId: string;
  /** A policy's id, `default` or `own`. */
  current: string;
  policies: readonly Choosable[];
}) {
  const router = useRouter();
  const { run, pending, error } = useAction(assignPolicyAction, () => {
    router.refresh();
    void toast({ tone: "success", text: "The policy is changed." });
  });
  const { asking, ask } = useAsking();
  const choose = async (value: string) => {
    if (value === "own") return router.push(`/instances/${props.instanceId}/retention`);
    const instanceIds = [props.instanceId];
    const isDefault = value === "default";
    const chosen = props.policies.find((one) => (isDefault ? one.isDefault : one.id === value));
    if (chosen?.enforced === true) {
      const words = { act: `Choose “${chosen.name}”, which`, confirmText: "Choose the policy" };
      const { keepDays, keepCount, tiers, floor, zone } = chosen;
      const rules = { keepDays, keepCount, tiers, floor, zone };
      if (!(await ask({ rules, instanceIds }, words))) return;
    }
    run({ instanceIds, policyId: isDefault ? null : value });
  };
  return (
    <>
      <FormError error={error} />
      <Field label="Policy" hint={asking ? "Looking at what it would remove…" : undefined}>
        {(control) => (
          <select
            {...control}
            className="form-select"
            value={props.current}
            aria-disabled={pending || asking}
            onChange={(event) => void choose(event.target.value)}
          >
            <LostOption
              value={props.current}
              known={["default", "own", ...props.policies.map(({ id }) => id)]}
            />
            <option value="default">The default</option>
            {props.policies
              .filter(({ isDefault }) => !isDefault)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            <option value="own">Rules of its own…</option>
          </select>
        )}
      </Field>
    </>
  );
}
