"use client";

import { ROLES, type Role } from "#lib/db/schema/constants";
import type { UserAccountDto } from "#lib/users/managed-user-dto";
import { Choices } from "../../../_components/choices";
import { Field, FieldError } from "../../../_components/field";
import { ROLE_WORDS } from "../../../_components/role-words";
import { toSentence } from "../../../_components/schedule/to-sentence.pure";
import type { UserDraft } from "./rights.pure";
import { toAccountName } from "./user-words";

/** What a user may do, and where. */
export function RightsFields(props: {
  draft: UserDraft;
  set: (change: Partial<UserDraft>) => void;
  accounts: readonly UserAccountDto[];
  errorsOf: (field: string) => readonly string[] | undefined;
}) {
  const { draft, set, accounts, errorsOf } = props;
  return (
    <>
      <Field label="E-mail (optional)" errors={errorsOf("email")}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            type="email"
            autoComplete="off"
            value={draft.email}
            onChange={(event) => set({ email: event.target.value })}
          />
        )}
      </Field>
      <Field label="Role" hint={toSentence(ROLE_WORDS[draft.role].lead)} errors={errorsOf("role")}>
        {(control) => (
          <select
            {...control}
            className="form-select"
            value={draft.role}
            onChange={(event) => set({ role: event.target.value as Role })}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {ROLE_WORDS[role].name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {accounts.length === 0 ? null : (
        <label>
          <input
            type="checkbox"
            className="form-check-input"
            checked={draft.isLimited}
            onChange={(event) => set({ isLimited: event.target.checked })}
          />{" "}
          Only some AWS accounts
        </label>
      )}
      {draft.isLimited ? (
        <>
          <Choices
            legend="Sees nothing of any other, also of those that are added later"
            options={accounts.map((account) => ({
              value: account.accountRef,
              label: toAccountName(account),
            }))}
            chosen={draft.accountRefs}
            onChange={(accountRefs) => set({ accountRefs })}
          />
          <FieldError errors={errorsOf("accountRefs") ?? []} />
        </>
      ) : null}
    </>
  );
}
