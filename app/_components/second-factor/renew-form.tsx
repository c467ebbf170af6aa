import { renewRecoveryCodesAction } from "../../(dashboard)/account/second-factor-actions";
import { CodeField } from "../code-field";
import { useAction } from "../use-action";
import { ActForm } from "./act-form";

const UNANSWERED =
  "New codes may have been made all the same, and then those you have kept are worth nothing. Make them once more, with a code of your authenticator.";

export function RenewForm(props: {
  onDone: (recoveryCodes: string[]) => void;
  onCancel: () => void;
}) {
  const { run, pending, error } = useAction(
    renewRecoveryCodesAction,
    ({ recoveryCodes }) => props.onDone(recoveryCodes),
    { unanswered: UNANSWERED },
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
        your authenticator, or one of them. If the authenticator is lost, change to a new one
        instead: that makes new codes too.
      </p>
      <CodeField label="Code" kind="any" errors={error?.fields?.["code"]} focus />
    </ActForm>
  );
}
