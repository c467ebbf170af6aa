import { Field } from "../../../_components/field";

/** A short number with a sentence of what it does. */
export function NumberField(props: {
  label: string;
  hint: string;
  value: string;
  onChange(value: string): void;
  readOnly: boolean;
  decimal?: boolean;
  errors: readonly string[] | undefined;
}) {
  return (
    <Field label={props.label} hint={props.hint} errors={props.errors}>
      {(control) => (
        <input
          {...control}
          className="form-control field-short"
          inputMode={props.decimal === true ? "decimal" : "numeric"}
          autoComplete="off"
          readOnly={props.readOnly}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
