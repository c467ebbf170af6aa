"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import type { RuleDto } from "#lib/discovery/rules/dto";
import { Field } from "../../../../_components/field";
import { focusFirstError } from "../../../../_components/focus-first-error";
import { FormError } from "../../../../_components/form-error";
import { Link } from "../../../../_components/link";
import { isSound } from "../../../../_components/schedule/schedule-choice.pure";
import { ScheduleChoices } from "../../../../_components/schedule/schedule-choices";
import { SubmitButton } from "../../../../_components/submit-button";
import { useAction } from "../../../../_components/use-action";
import type { Gifts } from "../../discover/_components/read-gifts";
import { createRuleAction, updateRuleAction } from "../actions";
import { ConditionFields } from "./condition-fields";
import { GiftFields } from "./gift-fields";
import { GivenPolicy } from "./given-policy";
import { newDraft, toChanges, toInput, toMatch, toRuleDraft } from "./rule-draft.pure";
import type { RuleDraft, RuleInput } from "./rule-draft.pure";
import { RuleMatches } from "./rule-matches";
import { WhereFields, type WhereOptions } from "./where-fields";

/** A new rule, or one that is edited. */
export function RuleForm(props: {
  rule: RuleDto | null;
  gifts: Gifts;
  tagKeys: readonly string[];
  where: WhereOptions;
}) {
  const { rule, gifts } = props;
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [opened] = useState<RuleDraft>(() =>
    rule === null ? newDraft(gifts.named) : toRuleDraft(rule, gifts.named),
  );
  const [draft, setDraft] = useState(opened);
  const read = (from: RuleDraft) => toInput(from, { mayChoosePolicy: gifts.policies !== null });
  const save = (input: RuleInput) =>
    rule === null
      ? createRuleAction(input)
      : updateRuleAction({ ruleId: rule.id, ...toChanges(read(opened), input) });
  const leave = () => {
    router.push("/instances/rules");
    router.refresh();
  };
  const { run, pending, error, clear } = useAction(save, leave);
  const set = (changed: Partial<RuleDraft>) => {
    clear();
    setDraft({ ...draft, ...changed });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!draft.choices.every(isSound)) return focusFirstError(form.current);
    const isAsItWas = Object.keys(toChanges(read(opened), read(draft))).length === 0;
    if (rule !== null && isAsItWas) return leave();
    run(read(draft));
  };
  const errorsOf = (field: string) => error?.fields?.[field];
  return (
    <form ref={form} className="form-stack" onSubmit={submit} noValidate>
      <FormError error={error} />
      <GivenPolicy rule={rule} gifts={gifts} />
      <Field label="Name" errors={errorsOf("name")}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            autoComplete="off"
            maxLength={100}
            placeholder="Production servers"
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <ConditionFields
        conditions={draft.conditions}
        tagKeys={props.tagKeys}
        onChange={(conditions) => set({ conditions })}
        errorsOf={errorsOf}
      />
      <WhereFields draft={draft} set={set} options={props.where} />
      <RuleMatches match={toMatch(draft)} />
      <ScheduleChoices
        choices={draft.choices}
        onChange={(choices) => set({ choices })}
        named={gifts.named}
        now={gifts.now}
      />
      <GiftFields draft={draft} set={set} gifts={gifts} errorsOf={errorsOf} />
      <label className="form-check">
        <input
          type="checkbox"
          className="form-check-input"
          checked={draft.enabled}
          onChange={(event) => set({ enabled: event.target.checked })}
        />{" "}
        On: what matches is protected at once, what appears later at the next look
      </label>
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…">
          {rule === null ? "Create the rule" : "Save the rule"}
        </SubmitButton>
        <Link className="btn btn-plain" href="/instances/rules">
          Cancel
        </Link>
      </div>
    </form>
  );
}
