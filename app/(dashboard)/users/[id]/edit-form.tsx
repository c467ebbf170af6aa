"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormEvent } from "react";
import type { ManagedUserDto, UserAccountDto } from "#lib/users/managed-user-dto";
import { FormError } from "../../../_components/form-error";
import { toast } from "../../../_components/popups";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { RightsFields } from "../_components/rights-fields";
import { toTouchedRights, type UserDraft } from "../_components/rights.pure";
import { updateUserAction } from "../actions";

export function EditForm({ user, accounts }: { user: ManagedUserDto; accounts: UserAccountDto[] }) {
  const router = useRouter();
  /** What nobody touches says what holds, also after another person has changed it, and is not sent. */
  const [typed, setTyped] = useState<Partial<UserDraft>>({});
  const draft: UserDraft = {
    email: user.email ?? "",
    role: user.role,
    isLimited: user.accounts !== null,
    accountRefs: (user.accounts ?? []).map(({ accountRef }) => accountRef),
    ...typed,
  };
  const { run, pending, error } = useAction(updateUserAction, () => {
    setTyped({});
    router.refresh();
    void toast({ tone: "success", text: "The user is saved." });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const changes = toTouchedRights(typed, draft);
    if (Object.keys(changes).length > 0) return run({ userId: user.id, changes });
    void toast({ tone: "success", text: "There was nothing to save." });
  };
  return (
    <form className="form-stack" method="post" onSubmit={submit}>
      <FormError error={error} />
      <RightsFields
        draft={draft}
        set={(change) => setTyped((before) => ({ ...before, ...change }))}
        accounts={accounts}
        errorsOf={(field) => error?.fields?.[`changes.${field}`] ?? error?.fields?.[field]}
      />
      <p className="muted m-0">Another role or other accounts sign them out at once.</p>
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…">
          Save
        </SubmitButton>
      </div>
    </form>
  );
}
