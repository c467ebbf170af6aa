"use client";

/** Any of several, as check boxes. */
export function Choices(props: {
  legend: string;
  options: ReadonlyArray<{ value: string; label: string }>;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const { chosen, onChange } = props;
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return (
    <fieldset className="fieldset">
      <legend>{props.legend}</legend>
      <div className="choices">
        {props.options.map(({ value, label }) => (
          <label key={value} className="d-flex gap-2 align-items-baseline">
            <input
              type="checkbox"
              className="form-check-input"
              checked={chosen.includes(value)}
              onChange={() => toggle(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
