"use client";

import { useState } from "react";
import { Choices } from "../../../_components/choices";
import { FieldError } from "../../../_components/field";
import type { ScopeChoices } from "./list-scope-choices";

const ONE_BY_ONE = -1;

/** A preset, or each permission by itself. */
export function ScopeFields(props: {
  choices: ScopeChoices;
  chosen: readonly string[];
  onChange: (scopes: readonly string[]) => void;
  errors: readonly string[] | undefined;
}) {
  const { choices, chosen, onChange } = props;
  const [preset, setPreset] = useState(0);
  const options = [
    ...choices.presets.map((each, index) => ({ ...each, index })),
    { title: "One by one", text: "Choose each permission.", scopes: chosen, index: ONE_BY_ONE },
  ];
  return (
    <>
      <fieldset className="fieldset">
        <legend>What it may do, within your role as it is then</legend>
        {options.map(({ title, text, scopes, index }) => (
          <label key={title} className="choice">
            <input
              type="radio"
              className="form-check-input"
              name="preset"
              checked={preset === index}
              onChange={() => {
                setPreset(index);
                onChange(scopes);
              }}
            />
            <span>
              <strong>{title}</strong>
              <small>{text}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {preset === ONE_BY_ONE ? (
        <Choices
          legend="Permissions"
          options={choices.all.map((value) => ({ value, label: value }))}
          chosen={chosen}
          onChange={onChange}
        />
      ) : null}
      <FieldError errors={props.errors ?? []} />
    </>
  );
}
