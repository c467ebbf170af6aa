"use client";

import { useRouter } from "next/navigation";
import { Field } from "../../../../_components/field";
import { FormError } from "../../../../_components/form-error";
import { toast } from "../../../../_components/popups";
import { useAction } from "../../../../_components/use-action";
import { assignPolicyAction } from "../../../retention/actions";

/** Another policy, the default, or rules of its own. */
export function PolicyChoice(props: {
  instanceId: string;
  /** A policy's id, `default` or `own`. */
  current: string;
  policies: ReadonlyArray<{ id: string; name: string; isDefault: boolean }>;
}) {
  const router = useRouter();
  const { run, pending, error } = useAction(assignPolicyAction, () => {
    router.refresh();
    void toast({ tone: "success", text: "The policy is changed." });
  });
  const choose = (value: string) => {
    if (value === "own") return router.push(`/instances/${props.instanceId}/retention`);
    const policyId = value === "default" ? null : value;
    run({ instanceIds: [props.instanceId], policyId });
  };
  return (
    <>
      <FormError error={error} />
      <Field label="Policy">
        {(control) => (
          <select
            {...control}
            className="form-select"
            value={props.current}
            aria-disabled={pending}
            onChange={(event) => choose(event.target.value)}
          >
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
