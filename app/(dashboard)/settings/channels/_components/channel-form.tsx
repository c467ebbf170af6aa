"use client";

import { useRouter } from "next/navigation";
import { startTransition, useId, useState } from "react";
import type { FormEvent } from "react";
import type { ChannelDto } from "#lib/channels/dto";
import { CHANNEL_KINDS } from "#lib/db/schema/constants";
import type { ChannelKind } from "#lib/db/schema/constants";
import { FormError } from "../../../../_components/form-error";
import { Link } from "../../../../_components/link";
import { toast } from "../../../../_components/popups";
import { SubmitButton } from "../../../../_components/submit-button";
import { useAction } from "../../../../_components/use-action";
import { createChannelAction, updateChannelAction } from "../actions";
import { newDraft, toChanges, toCreateInput } from "./channel-draft";
import type { ChannelDraft } from "./channel-draft";
import { CHANNEL_LEADS, CHANNEL_WORDS } from "./channel-words";
import { EmailFields } from "./email-fields";
import { RuleFields } from "./rule-fields";
import type { AccountOption } from "./rule-fields";
import { TextField } from "./text-field";
import { UrlFields } from "./url-fields";

/** Adds a channel, or changes the one that is given. */
export function ChannelForm(props: {
  channel?: ChannelDto;
  accounts: readonly AccountOption[];
  escalateAfterMinutes: number;
}) {
  const { channel } = props;
  const router = useRouter();
  /** What nobody touches says what holds, also after another person has changed it. */
  const [typed, setTyped] = useState<Partial<ChannelDraft>>({});
  const draft = { ...newDraft(channel), ...typed };
  const creating = useAction(createChannelAction, ({ id }) =>
    router.push(`/settings/channels/${id}`),
  );
  const updating = useAction(updateChannelAction, () => {
    setTyped((before) => ({ ...before, password: "", url: "", signingKey: "" }));
    // Together with what is saved, so that the value of before is not seen again.
    startTransition(() => {
      setTyped({});
      router.refresh();
    });
    void toast({ tone: "success", text: "The channel is saved." });
  });
  const { pending, error } = channel ? updating : creating;
  const set = (change: Partial<ChannelDraft>) => setTyped((before) => ({ ...before, ...change }));
  const errorsOf = (field: string) => error?.fields?.[field] ?? error?.fields?.[`changes.${field}`];
  const fields = { draft, set, errorsOf, keepsSecret: channel?.hasSecret ?? false };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (channel) updating.run({ channelId: channel.id, changes: toChanges(draft) });
    else creating.run(toCreateInput(draft));
  };
  return (
    <form className="form-stack" method="post" onSubmit={submit}>
      <FormError error={error} />
      {channel ? null : <KindChoice kind={draft.kind} onChange={(kind) => set({ kind })} />}
      <TextField
        label="Name"
        value={draft.name}
        onChange={(name) => set({ name })}
        errors={errorsOf("name")}
      />
      {draft.kind === "email" ? <EmailFields {...fields} /> : <UrlFields {...fields} />}
      {draft.kind === "heartbeat" ? null : (
        <RuleFields
          {...fields}
          accounts={props.accounts}
          escalateAfterMinutes={props.escalateAfterMinutes}
        />
      )}
      <label>
        <input
          type="checkbox"
          className="form-check-input"
          checked={draft.enabled}
          onChange={(event) => set({ enabled: event.target.checked })}
        />{" "}
        Switched on
      </label>
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…">
          {channel ? "Save" : "Add the channel"}
        </SubmitButton>
        {channel ? null : (
          <Link className="btn btn-plain" href="/settings/channels">
            Cancel
          </Link>
        )}
      </div>
    </form>
  );
}

function KindChoice(props: { kind: ChannelKind; onChange: (kind: ChannelKind) => void }) {
  const name = useId();
  return (
    <fieldset className="fieldset">
      <legend>Kind</legend>
      <div className="segments">
        {CHANNEL_KINDS.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name={name}
              checked={props.kind === kind}
              onChange={() => props.onChange(kind)}
            />
            {CHANNEL_WORDS[kind]}
          </label>
        ))}
      </div>
      <p className="form-text m-0">{CHANNEL_LEADS[props.kind]}</p>
    </fieldset>
  );
}
