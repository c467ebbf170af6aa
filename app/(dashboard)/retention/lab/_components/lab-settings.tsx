"use client";

import { useState } from "react";
import { Field } from "../../../../_components/field";
import { parsePrice } from "../../../../_components/price-text.pure";
import { HORIZONS, PRICE_MAX, type LabAddress } from "./lab-address.pure";

/** How far ahead, and what a GiB is taken to cost. */
export function LabSettings(props: {
  years: LabAddress["years"];
  /** Null until it is known. */
  price: number | null;
  onChange: (changes: Partial<LabAddress>) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (props.price === null ? "" : String(props.price));
  const type = (text: string) => {
    setTyped(text);
    const price = parsePrice(text);
    if (price >= 0 && price <= PRICE_MAX) props.onChange({ price });
  };
  return (
    <>
      <Field label="Look ahead">
        {(control) => (
          <select
            {...control}
            className="form-select"
            value={props.years}
            onChange={(event) => {
              const years = HORIZONS.find((one) => String(one) === event.target.value);
              if (years !== undefined) props.onChange({ years, day: null });
            }}
          >
            {HORIZONS.map((years) => (
              <option key={years} value={years}>
                {years === 1 ? "1 year" : `${years} years`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Dollars per GiB and month" hint="An assumption: AWS bills changed blocks once.">
        {(control) => (
          <input
            {...control}
            className="form-control field-short"
            inputMode="decimal"
            autoComplete="off"
            value={shown}
            onChange={(event) => type(event.target.value)}
            onBlur={() => setTyped(null)}
          />
        )}
      </Field>
    </>
  );
}
