import type { FieldErrors } from "#lib/errors";
import { Field } from "../field";

/** By name, as the form and /api/me/proof read them. */
export function ProofFields(props: { username: string; errors: FieldErrors | undefined }) {
  return (
    <>
      <input type="hidden" name="username" autoComplete="username" defaultValue={props.username} />
      <Field label="Password" errors={props.errors?.["password"]}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            type="password"
            name="password"
            autoComplete="current-password"
            required
          />
        )}
      </Field>
    </>
  );
}
