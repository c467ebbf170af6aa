"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { FormEvent } from "react";
import type { ActionError } from "#lib/web/action-result";
import { Dialog } from "../dialog";
import { FormError } from "../form-error";
import { SubmitButton } from "../submit-button";
import { answerProof, isProofAsked, subscribeProof } from "./ask-for-proof";
import { ProofFields } from "./proof-fields";
import { sendProof } from "./send-proof";

/** Where an act is held up until its person has proven once more that it is them. */
export function ProofHost(props: { username: string; hasSecondFactor: boolean }) {
  const isAsked = useSyncExternalStore(subscribeProof, isProofAsked, () => false);
  return isAsked ? <ProofDialog {...props} /> : null;
}

function ProofDialog(props: { username: string; hasSecondFactor: boolean }) {
  // No transition: the act that waits is one, and nothing of another shows before it has ended.
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ActionError | null>(null);
  const form = useRef<HTMLFormElement>(null);
  // A dialog opens on its first button: what is asked for here is typed at once.
  useEffect(
    () => form.current?.querySelector<HTMLElement>("input:not([type=hidden])")?.focus(),
    [],
  );
  const submit = async (typed: HTMLFormElement) => {
    if (pending) return;
    setPending(true);
    setError(null);
    const refusal = await sendProof(readTyped(typed));
    setPending(false);
    if (refusal === null) answerProof(true);
    else setError(refusal);
  };
  return (
    <Dialog title="Is it still you?" onClose={() => answerProof(false)}>
      <form
        ref={form}
        method="post"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          // A dialog over another form: what it submits is its own affair.
          event.stopPropagation();
          void submit(event.currentTarget);
        }}
      >
        <div className="dialog-body">
          <p className="m-0">
            This needs your password again: it was last given ten minutes ago or longer. Then it
            goes on by itself.
          </p>
          <FormError error={error} />
          <ProofFields {...props} errors={error?.fields} />
        </div>
        <div className="dialog-foot">
          <button type="button" className="btn btn-plain" onClick={() => answerProof(false)}>
            Cancel
          </button>
          <SubmitButton pending={pending} pendingText="Checking…">
            Go on
          </SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}

function readTyped(form: HTMLFormElement): Record<string, string> {
  const typed = new FormData(form);
  const name = typed.has("code") ? "code" : "password";
  return { [name]: String(typed.get(name)) };
}
