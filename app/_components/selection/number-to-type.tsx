"use client";

import { Field } from "../field";
import { countOf } from "./selection";
import type { Noun } from "./selection";

export function NumberToType(props: {
  count: number;
  noun: Noun;
  value: string;
  onChange: (value: string) => void;
  wrong: boolean;
}) {
  const { count } = props;
  return (
    <Field
      label={`Type ${count} to go on with ${countOf(count, props.noun)}`}
      errors={props.wrong ? [`Type ${count}.`] : undefined}
    >
      {(control) => (
        <input
          {...control}
          className="form-control field-short"
          inputMode="numeric"
          autoComplete="off"
          value={props.value}
          onChange={(event) => props.onChange(event.target.value.trim())}
        />
      )}
    </Field>
  );
}
