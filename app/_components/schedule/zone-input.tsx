"use client";

import { useId, useState } from "react";
import { Field } from "../field";

/** The browser's own list of zones, searched as one types; filled when first needed. */
export function ZoneInput(props: {
  value: string;
  onChange: (zone: string) => void;
  errors: readonly string[] | undefined;
}) {
  const listId = useId();
  const [zones, setZones] = useState<readonly string[]>([]);
  return (
    <Field label="Time zone" errors={props.errors}>
      {(control) => (
        <>
          <input
            {...control}
            className="form-control"
            list={listId}
            autoComplete="off"
            spellCheck={false}
            value={props.value}
            onFocus={() => setZones(["UTC", ...Intl.supportedValuesOf("timeZone")])}
            onChange={(event) => props.onChange(event.target.value)}
          />
          <datalist id={listId}>
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
