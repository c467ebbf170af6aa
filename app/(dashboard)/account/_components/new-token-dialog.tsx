"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { FormEvent } from "react";
import type { NewTokenDto } from "#lib/users/tokens/dto";
import { Dialog } from "../../../_components/dialog";
import { Field } from "../../../_components/field";
import { FormError } from "../../../_components/form-error";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { toWholeNumber } from "../../../_components/whole-number.pure";
import { createTokenAction } from "../token-actions";
import type { ScopeChoices } from "./list-scope-choices";
import { ScopeFields } from "./scope-fields";
import { ShownToken } from "./shown-token";

const DAYS_DEFAULT = 90;
const UNANSWERED =
  "It may have been made all the same. Look at the list: revoke one that you never saw, then make another.";

/** First what it may do and how long, then the token, this once. */
export function NewTokenDialog(props: { choices: ScopeChoices; onClose: () => void }) {
  const { choices, onClose } = props;
  const router = useRouter();
  const [made, setMade] = useState<NewTokenDto | null>(null);
  const [name, setName] = useState("");
  const [days, setDays] = useState(String(DAYS_DEFAULT));
  const [scopes, setScopes] = useState<readonly string[]>(choices.presets[0]?.scopes ?? []);
  const first = useRef<HTMLInputElement>(null);
  // A dialog opens on its first button: what is asked for here is typed at once.
  useEffect(() => first.current?.focus(), []);
  const onMade = (token: NewTokenDto) => {
    setMade(token);
    router.refresh();
  };
  const { run, pending, error } = useAction(createTokenAction, onMade, { unanswered: UNANSWERED });
  if (made !== null) return <ShownToken made={made} onClose={onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run({ name, scopes: [...scopes], expiresInDays: toWholeNumber(days) });
  };
  return (
    <Dialog title="New API token" onClose={onClose} busy={pending}>
      <form method="post" onSubmit={submit} noValidate>
        <div className="dialog-body">
          <FormError error={error} />
          <Field
            label="Name"
            hint="What uses it, so that you know later what stops when you revoke it."
            errors={error?.fields?.["name"]}
          >
            {(control) => (
              <input
                {...control}
                ref={first}
                className="form-control"
                maxLength={100}
                autoComplete="off"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <ScopeFields
            choices={choices}
            chosen={scopes}
            onChange={setScopes}
            errors={error?.fields?.["scopes"]}
          />
          <Field
            label="Ends after (days)"
            hint="1 to 365. A token always ends: one that is forgotten must not open this for ever."
            errors={error?.fields?.["expiresInDays"]}
          >
            {(control) => (
              <input
                {...control}
                className="form-control"
                inputMode="numeric"
                autoComplete="off"
                value={days}
                onChange={(event) => setDays(event.target.value.trim())}
              />
            )}
          </Field>
        </div>
        <div className="dialog-foot">
          <button type="button" className="btn btn-plain" onClick={onClose}>
            Cancel
          </button>
          <SubmitButton pending={pending} pendingText="Making it…">
            Make the token
          </SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
