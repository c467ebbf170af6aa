"use client";

import { useId } from "react";
import { Field } from "./field";
import { REGIONS } from "./regions";

/** Any region may be typed: AWS has more than a list knows. */
export function RegionField(props: {
  label: string;
  value: string;
  onChange: (region: string) => void;
  errors: readonly string[] | undefined;
}) {
  const listId = useId();
  return (
    <Field label={props.label} errors={props.errors}>
      {(control) => (
        <>
          <input
            {...control}
            className="form-control"
            list={listId}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder="eu-central-1"
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
          />
          <datalist id={listId}>
            {REGIONS.map((region) => (
              <option key={region} value={region} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
