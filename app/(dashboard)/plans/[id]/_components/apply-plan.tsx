"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormEvent } from "react";
import type { RemovalMode } from "#lib/db/schema/constants";
import { TYPED_ABOVE } from "#lib/plans/typed-above.pure";
import { focusMain } from "../../../../_components/focus-main";
import { Field } from "../../../../_components/field";
import { FormError } from "../../../../_components/form-error";
import { TrashIcon } from "../../../../_components/icons";
import { Panel } from "../../../../_components/panel";
import { confirm } from "../../../../_components/popups";
import { toGiBText } from "../../../../_components/size.pure";
import { useAction } from "../../../../_components/use-action";
import { applyPlanAction } from "../../actions";
import { toAnswerWords } from "./answer-words.pure";
import { listOverrulable, stillOverruled } from "./overruled.pure";
import type { Overrulable } from "./overruled.pure";

/** A person's yes: more than ten need their number, and each blocked one a yes of its own. */
export function ApplyPlan(props: {
  planId: string;
  ready: { count: number; sizeBytes: number };
  blocked: number;
  modes: readonly RemovalMode[];
  overrulable: readonly Overrulable[];
}) {
  const router = useRouter();
  const { run, pending, error } = useAction(applyPlanAction, () => {
    focusMain();
    router.refresh();
  });
  const [ticked, setTicked] = useState<readonly Overrulable[]>([]);
  const overruled = stillOverruled(ticked, props.overrulable);
  const [typed, setTyped] = useState("");
  const count = props.ready.count + overruled.length;
  const asksNumber = count > TYPED_ABOVE;
  const size = toGiBText(props.ready.sizeBytes);
  const words = toAnswerWords({ modes: props.modes, count, size });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const agreed =
      asksNumber ||
      (await confirm({
        title: words.title,
        text: words.text,
        confirmText: words.confirmText,
        destroys: true,
      }));
    if (!agreed) return;
    run({
      planId: props.planId,
      overruledItemIds: overruled.map(({ id }) => id),
      // What was shown, so that no other number goes than a person said yes to.
      ...(!asksNumber ? { count } : typed === "" ? {} : { count: Number(typed) }),
    });
  };
  return (
    <Panel title="Your answer">
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <p className="m-0">
          {props.ready.count === 1 ? "One item" : `${props.ready.count} items`} may go{words.size}.{" "}
          {props.blocked === 0
            ? "Nothing is blocked."
            : `${props.blocked} ${props.blocked === 1 ? "is blocked and stays" : "are blocked and stay"}.`}
        </p>
        <Overrule
          items={listOverrulable(ticked, props.overrulable)}
          chosen={overruled}
          onChange={setTicked}
        />
        {asksNumber ? <p className="m-0">{words.text}</p> : null}
        {asksNumber ? (
          <Field label={`Type ${count} to remove them`} errors={error?.fields?.["count"]}>
            {(control) => (
              <input
                {...control}
                className="form-control narrow"
                inputMode="numeric"
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.target.value.trim())}
              />
            )}
          </Field>
        ) : null}
        <FormError error={error} />
        <div>
          <button
            type="submit"
            className="btn btn-destroy"
            aria-disabled={pending || count === 0}
            disabled={count === 0}
          >
            <TrashIcon /> {pending ? "Starting…" : words.button}
          </button>
        </div>
      </form>
    </Panel>
  );
}

function Overrule(props: {
  items: readonly Overrulable[];
  chosen: readonly Overrulable[];
  onChange: (chosen: readonly Overrulable[]) => void;
}) {
  const { items, chosen, onChange } = props;
  if (items.length === 0) return null;
  const without = (item: Overrulable) => chosen.filter(({ id }) => id !== item.id);
  return (
    <fieldset className="fieldset">
      <legend>Remove although something speaks against it</legend>
      {items.map((item) => (
        <label key={item.id} className="choice">
          <input
            type="checkbox"
            className="form-check-input"
            checked={chosen.some(({ id }) => id === item.id)}
            onChange={(event) =>
              onChange(event.target.checked ? [...without(item), item] : without(item))
            }
          />
          <span className="hostile">
            <strong>{item.name}</strong>
            <small>{item.why.join(" ")}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
