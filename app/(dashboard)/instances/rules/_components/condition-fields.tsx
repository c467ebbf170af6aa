"use client";

import { useEffect, useId, useState } from "react";
import type { TagTest } from "#lib/db/schema/constants";
import { Field } from "../../../../_components/field";
import { PlusIcon, TrashIcon } from "../../../../_components/icons";
import { listTagsAction } from "../actions";
import type { RuleDraft } from "./rule-draft.pure";

type Condition = RuleDraft["conditions"][number];

const TESTS: ReadonlyArray<{ test: TagTest; label: string }> = [
  { test: "equals", label: "is" },
  { test: "prefix", label: "begins with" },
  { test: "exists", label: "is there" },
  { test: "absent", label: "is not there" },
];
const CONDITIONS_MAX = 10;

/** All of them must hold. Keys and values are offered as they are known. */
export function ConditionFields(props: {
  conditions: readonly Condition[];
  tagKeys: readonly string[];
  onChange: (conditions: readonly Condition[]) => void;
  errorsOf: (field: string) => readonly string[] | undefined;
}) {
  const { conditions, onChange } = props;
  const listId = useId();
  const add = () => {
    const key = Math.max(0, ...conditions.map((condition) => condition.key)) + 1;
    onChange([...conditions, { key, tag: "", test: "equals", value: "" }]);
  };
  return (
    <fieldset className="fieldset">
      <legend>An instance matches when</legend>
      {conditions.length === 0 ? (
        <p className="muted m-0">
          Always: every instance of the chosen accounts and regions matches.
        </p>
      ) : null}
      {conditions.map((condition, index) => (
        <OneCondition
          key={condition.key}
          condition={condition}
          listId={listId}
          isFirst={index === 0}
          keyErrors={props.errorsOf(`conditions.${index}.key`)}
          valueErrors={props.errorsOf(`conditions.${index}.value`)}
          onChange={(changed) =>
            onChange(conditions.map((one) => (one.key === changed.key ? changed : one)))
          }
          onRemove={() => onChange(conditions.filter(({ key }) => key !== condition.key))}
        />
      ))}
      <datalist id={listId}>
        {props.tagKeys.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      {conditions.length < CONDITIONS_MAX ? (
        <div>
          <button type="button" className="btn btn-quiet btn-sm" onClick={add}>
            <PlusIcon /> {conditions.length === 0 ? "Add a condition" : "And another condition"}
          </button>
        </div>
      ) : null}
    </fieldset>
  );
}

function OneCondition(props: {
  condition: Condition;
  listId: string;
  isFirst: boolean;
  keyErrors: readonly string[] | undefined;
  valueErrors: readonly string[] | undefined;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}) {
  const { condition, onChange } = props;
  const { tag, test, value } = condition;
  const asksValue = test === "equals" || test === "prefix";
  const valuesId = useId();
  const values = useTagValues(asksValue ? tag : "");
  return (
    <div className="rule-condition">
      <Field label={props.isFirst ? "Tag" : "And tag"} errors={props.keyErrors}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            list={props.listId}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={128}
            placeholder="Environment"
            value={tag}
            onChange={(event) => onChange({ ...condition, tag: event.target.value })}
          />
        )}
      </Field>
      <Field label="Test">
        {(control) => (
          <select
            {...control}
            className="form-select"
            value={test}
            onChange={(event) => {
              const chosen = TESTS.find((one) => one.test === event.target.value);
              if (chosen) onChange({ ...condition, test: chosen.test });
            }}
          >
            {TESTS.map((one) => (
              <option key={one.test} value={one.test}>
                {one.label}
              </option>
            ))}
          </select>
        )}
      </Field>
      {asksValue ? (
        <Field label="Value" errors={props.valueErrors}>
          {(control) => (
            <input
              {...control}
              className="form-control"
              list={valuesId}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              maxLength={256}
              value={value}
              onChange={(event) => onChange({ ...condition, value: event.target.value })}
            />
          )}
        </Field>
      ) : (
        <span />
      )}
      <button
        type="button"
        className="btn btn-quiet btn-icon"
        aria-label={tag === "" ? "Remove the condition" : `Remove the condition on ${tag}`}
        onClick={props.onRemove}
      >
        <TrashIcon />
      </button>
      <datalist id={valuesId}>
        {values.map((text) => (
          <option key={text} value={text} />
        ))}
      </datalist>
    </div>
  );
}

const TYPING_PAUSE_MS = 300;

function useTagValues(key: string): readonly string[] {
  const [known, setKnown] = useState<{ key: string; values: readonly string[] }>(NONE);
  useEffect(() => {
    if (key === "") return undefined;
    let isOver = false;
    const timer = setTimeout(async () => {
      const result = await listTagsAction({ key }).catch(() => null);
      if (isOver || !result?.ok) return;
      setKnown({ key, values: result.data.items.map(({ text }) => text) });
    }, TYPING_PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [key]);
  return known.key === key ? known.values : NONE.values;
}

const NONE = { key: "", values: [] };
