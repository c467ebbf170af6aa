import { renewRecoveryCodesAction } from "../../(dashboard)/account/second-factor-actions";
import { CodeField } from "../code-field";
import { useAction } from "../use-action";
import { ActForm } from "./act-form";

export function RenewForm(props: {
  onDone: (recoveryCodes: string[]) => void;
  onCancel: () => void;
}) {
  const { run, pending, error } = useAction(renewRecoveryCodesAction, ({ recoveryCodes }) =>
    props.onDone(recoveryCodes),
  );
  return (
    <ActForm
      error={error}
      pending={pending}
      act="Make ten new codes"
      pendingText="Making them…"
      onSubmit={(field) => run({ code: field("code") })}
      onCancel={props.onCancel}
    >
      <p className="m-0">
        The codes you have kept until now are worth nothing from then on. To go on, enter a code of
        your authenticator, or one of them.
      </p>
      <CodeField label="Code" kind="any" errors={error?.fields?.["code"]} focus />
    </ActForm>
  );
}
