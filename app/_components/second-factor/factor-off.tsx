import type { EnrolmentDto, SecondFactorDto } from "#lib/auth/second-factor/dto";
import { beginSecondFactorAction } from "../../(dashboard)/account/second-factor-actions";
import { FormError } from "../form-error";
import { useAction } from "../use-action";

export function FactorOff(props: {
  state: SecondFactorDto;
  onBegun: (enrolment: EnrolmentDto) => void;
}) {
  const { run, pending, error } = useAction(beginSecondFactorAction, props.onBegun);
  return (
    <div className="form-stack">
      <p className="m-0">
        With a second factor, your password alone lets nobody in: signing in also asks for a code
        that an authenticator on your phone or in your password manager shows.
      </p>
      {props.state.settingUpUntil === null ? null : (
        <p className="muted m-0">
          A set-up was begun and not confirmed. It counts for nothing, and runs out by itself.
        </p>
      )}
      <FormError error={error} />
      <div className="form-actions">
        <button
          type="button"
          className="btn btn-primary"
          aria-disabled={pending}
          onClick={() => run({})}
        >
          {pending ? "Preparing…" : "Set up a second factor"}
        </button>
      </div>
    </div>
  );
}
