import type { EnrolmentDto } from "#lib/auth/second-factor/dto";
import { inGroups } from "#lib/auth/second-factor/typed-code.pure";
import { confirmSecondFactorAction } from "../../(dashboard)/account/second-factor-actions";
import { CodeField } from "../code-field";
import { CopyButton } from "../copy-button";
import { useAction } from "../use-action";
import { ActForm } from "./act-form";

const QR_PIXELS = 192;
const ENDS_SESSIONS = "Your other sessions are signed out when it is right.";
const ENDS_TOKENS_TOO =
  "When it is right, your other sessions are signed out and your API tokens are revoked.";

const UNANSWERED =
  "It may count all the same, so keep its entry in your authenticator. Reload the page: if you are asked to sign in, do so with one of its codes, then make new recovery codes on the account page.";

/** The picture and the text of the secret, and the code that proves they have arrived. */
export function AuthenticatorForm(props: {
  enrolment: EnrolmentDto;
  replaces: boolean;
  onDone: (recoveryCodes: string[]) => void;
  onCancel: () => void;
}) {
  const { enrolment, replaces, onDone, onCancel } = props;
  const { enrolmentId, secret, uri, qrCode } = enrolment;
  const { run, pending, error } = useAction(
    confirmSecondFactorAction,
    ({ recoveryCodes }) => onDone(recoveryCodes),
    { unanswered: UNANSWERED },
  );
  return (
    <ActForm
      error={error}
      pending={pending}
      act={replaces ? "Change to this authenticator" : "Turn it on"}
      pendingText="Checking…"
      onSubmit={(field) => run({ enrolmentId, code: field("code") })}
      onCancel={onCancel}
    >
      <div className="factor-setup">
        {/* oxlint-disable-next-line nextjs/no-img-element -- made for this answer alone */}
        <img
          className="factor-qr"
          src={qrCode}
          width={QR_PIXELS}
          height={QR_PIXELS}
          alt="QR code for your authenticator; the same as text stands beside it"
        />
        <ol className="factor-steps">
          <li>
            Scan the picture with your authenticator, or <a href={uri}>open it on this device</a>.
          </li>
          <li>
            No camera? Enter this key, by time, with six digits:
            <span className="factor-key">
              <code>{inGroups(secret, " ")}</code>
              <CopyButton text={secret} label="the key" />
            </span>
          </li>
          <li>Enter the code that it shows now. Until then nothing changes.</li>
        </ol>
      </div>
      <CodeField
        label="Code"
        kind="totp"
        hint={`Six digits. ${replaces ? ENDS_SESSIONS : ENDS_TOKENS_TOO}`}
        errors={error?.fields?.["code"]}
        focus
      />
    </ActForm>
  );
}
