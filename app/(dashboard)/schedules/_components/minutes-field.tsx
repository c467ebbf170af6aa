import { Field } from "../../../_components/field";

export function MinutesField(props: {
  label: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
  errors: readonly string[] | undefined;
}) {
  return (
    <Field label={props.label} hint={props.hint} errors={props.errors}>
      {(control) => (
        <input
          {...control}
          className="form-control"
          inputMode="numeric"
          autoComplete="off"
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
