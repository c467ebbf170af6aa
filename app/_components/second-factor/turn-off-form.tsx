import { disableSecondFactorAction } from "../../(dashboard)/account/second-factor-actions";
import { useRouter } from "next/navigation";
import { CodeField } from "../code-field";
import { Field } from "../field";
import { toast } from "../popups";
import { useAction } from "../use-action";
import { ActForm } from "./act-form";

export function TurnOffForm(props: { username: string; onDone: () => void; onCancel: () => void }) {
  const router = useRouter();
  const { run, pending, error } = useAction(disableSecondFactorAction, () => {
    router.refresh();
    props.onDone();
    void toast({ tone: "success", text: "The second factor is off." });
  });
  return (
    <ActForm
      error={error}
      pending={pending}
      act="Turn it off"
      pendingText="Turning it off…"
      tone="btn-danger"
      onSubmit={(field) => run({ password: field("password"), code: field("code") })}
      onCancel={props.onCancel}
    >
      <p className="m-0">
        Afterwards your password alone signs in. The entry in your authenticator and the recovery
        codes are worth nothing then.
      </p>
      <input type="hidden" autoComplete="username" defaultValue={props.username} />
      <Field label="Password" errors={error?.fields?.["password"]}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            type="password"
            name="password"
            autoComplete="current-password"
            required
            autoFocus
          />
        )}
      </Field>
      <CodeField
        label="Code"
        kind="any"
        hint="Of your authenticator, or a recovery code."
        errors={error?.fields?.["code"]}
      />
    </ActForm>
  );
}
