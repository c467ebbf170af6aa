"use client";

import { useState } from "react";
import type { FormEvent } from "react";
import type { UserAccountDto, UserWithLinkDto } from "#lib/users/managed-user-dto";
import { Field } from "../../../_components/field";
import { FormError } from "../../../_components/form-error";
import { Link } from "../../../_components/link";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { OneTimeLink } from "../_components/one-time-link";
import { RightsFields } from "../_components/rights-fields";
import { toRights, type UserDraft } from "../_components/rights.pure";
import { createUserAction } from "../actions";

const EMPTY: UserDraft = { email: "", role: "viewer", isLimited: false, accountRefs: [] };

export function InviteForm({ accounts, now }: { accounts: UserAccountDto[]; now: number }) {
  const [username, setUsername] = useState("");
  const [draft, setDraft] = useState(EMPTY);
  const [made, setMade] = useState<UserWithLinkDto | null>(null);
  const { run, pending, error } = useAction(createUserAction, setMade);
  if (made !== null) {
    return (
      <div className="stack">
        <OneTimeLink link={made.link} now={now} />
        <Link href={`/users/${made.user.id}`}>Show {made.user.username}</Link>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run({ username, ...toRights(draft) });
  };
  const errorsOf = (field: string) => error?.fields?.[field];
  return (
    <form className="form-stack" method="post" onSubmit={submit}>
      <FormError error={error} />
      <Field label="User name" errors={errorsOf("username")}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            required
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        )}
      </Field>
      <RightsFields
        draft={draft}
        set={(change) => setDraft((before) => ({ ...before, ...change }))}
        accounts={accounts}
        errorsOf={errorsOf}
      />
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Inviting…">
          Invite
        </SubmitButton>
        <Link className="btn btn-plain" href="/users">
          Cancel
        </Link>
      </div>
    </form>
  );
}
