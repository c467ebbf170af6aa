import type { SecondFactorDto } from "#lib/auth/second-factor/dto";
import { Notice } from "../notice";
import { CheckCircleIcon } from "../outcome-icons";
import { RelativeTime } from "../relative-time";

/** Below it, whoever loses the phone is near to being locked out. */
const FEW_CODES = 3;

export function FactorOn(props: {
  state: SecondFactorDto;
  now: number;
  onChoose: (what: "changing" | "renewing" | "turning-off") => void;
}) {
  const { state, now, onChoose } = props;
  const left = state.recoveryCodesLeft;
  return (
    <div className="form-stack">
      <dl className="facts">
        <dt>State</dt>
        <dd className="factor-state">
          <CheckCircleIcon className="text-ok" /> On
          {state.since === null ? null : (
            <span className="muted">
              since <RelativeTime at={state.since} now={now} />
            </span>
          )}
        </dd>
        <dt>Recovery codes</dt>
        <dd>{left === 1 ? "1 left" : `${left} left`}</dd>
        {state.required ? (
          <>
            <dt>Asked for</dt>
            <dd>Your role asks for a second factor, so it cannot be turned off.</dd>
          </>
        ) : null}
      </dl>
      {left > FEW_CODES ? null : (
        <Notice tone="warn">
          <p>
            <strong>
              {left === 0 ? "No recovery code is left." : "Few recovery codes are left."}
            </strong>{" "}
            Without one, only an administrator helps when the authenticator is lost.
          </p>
        </Notice>
      )}
      <div className="form-actions">
        <button type="button" className="btn btn-plain" onClick={() => onChoose("changing")}>
          Change the authenticator
        </button>
        <button type="button" className="btn btn-plain" onClick={() => onChoose("renewing")}>
          New recovery codes
        </button>
        {state.required ? null : (
          <button type="button" className="btn btn-quiet" onClick={() => onChoose("turning-off")}>
            Turn it off
          </button>
        )}
      </div>
    </div>
  );
}
