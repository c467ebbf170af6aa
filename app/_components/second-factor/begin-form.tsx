import type { EnrolmentDto } from "#lib/auth/second-factor/dto";
import { beginSecondFactorAction } from "../../(dashboard)/account/second-factor-actions";
import { CodeField } from "../code-field";
import { useAction } from "../use-action";
import { ActForm } from "./act-form";

/** Whoever has a second factor proves it before another takes its place. */
export function BeginForm(props: {
  onBegun: (enrolment: EnrolmentDto) => void;
  onCancel: () => void;
}) {
  const { run, pending, error } = useAction(beginSecondFactorAction, props.onBegun);
  return (
    <ActForm
      error={error}
      pending={pending}
      act="Go on"
      pendingText="Checking…"
      onSubmit={(field) => run({ code: field("code") })}
      onCancel={props.onCancel}
    >
      <p className="m-0">
        The authenticator of now counts until the new one is confirmed. To begin, enter one of its
        codes, or a recovery code.
      </p>
      <CodeField label="Code" kind="any" errors={error?.fields?.["code"]} focus />
    </ActForm>
  );
}
