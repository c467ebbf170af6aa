"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { BackupTagDto } from "#lib/backups/dto";
import { Field } from "../../../../_components/field";
import { focusMain } from "../../../../_components/focus-main";
import { FormError } from "../../../../_components/form-error";
import { CloseIcon } from "../../../../_components/icons";
import { Panel } from "../../../../_components/panel";
import { tell } from "../../../../_components/popups";
import { SubmitButton } from "../../../../_components/submit-button";
import { useAction } from "../../../../_components/use-action";
import { tagBackupsAction } from "../../actions";

const NOTHING = { key: "", value: "" };

/** Tags that people gave it: here, and on its image in AWS. */
export function BackupTags(props: {
  backupId: string;
  tags: readonly BackupTagDto[];
  mayChange: boolean;
}) {
  const { tags, mayChange } = props;
  const ids = [props.backupId];
  const [draft, setDraft] = useState(NOTHING);
  const setting = useTagging(() => setDraft(NOTHING));
  const removing = useTagging(focusMain);
  const pending = setting.pending || removing.pending;
  if (tags.length === 0 && !mayChange) return null;
  return (
    <Panel title="Tags">
      <div className="stack">
        {tags.length === 0 ? (
          <p className="muted m-0">None yet. A tag is written to its image in AWS too.</p>
        ) : (
          <ul className="tag-list">
            {tags.map(({ key, value, state }) => (
              <li key={key}>
                <span className="hostile" dir="auto">
                  <strong>{key}</strong> {value}
                </span>
                {state === "unsure" ? (
                  <span className="text-warn small">
                    AWS’s answer was lost: ask again, or wait ten minutes
                  </span>
                ) : null}
                {mayChange ? (
                  <button
                    type="button"
                    className="btn btn-quiet btn-icon btn-sm"
                    aria-label={`Remove the tag ${key}`}
                    aria-disabled={pending}
                    onClick={() => removing.run({ ids, remove: key })}
                  >
                    <CloseIcon />
                  </button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        {mayChange ? (
          <form
            className="tag-form"
            onSubmit={(event) => {
              event.preventDefault();
              setting.run({ ids, set: draft });
            }}
          >
            <TagField
              label="Name"
              max={128}
              value={draft.key}
              errors={setting.error?.fields?.["set.key"]}
              onChange={(key) => setDraft({ ...draft, key })}
            />
            <TagField
              label="Value"
              max={256}
              value={draft.value}
              errors={setting.error?.fields?.["set.value"]}
              onChange={(value) => setDraft({ ...draft, value })}
            />
            <SubmitButton pending={pending} pendingText="Asking AWS…" className="btn-plain">
              Set the tag
            </SubmitButton>
          </form>
        ) : null}
        <FormError error={setting.error ?? removing.error} />
      </div>
    </Panel>
  );
}

function useTagging(onDone: () => void) {
  const router = useRouter();
  return useAction(tagBackupsAction, ({ items: [item] }) => {
    if (item?.ok === false) {
      const { message, suggestion } = item.error;
      return void tell({ title: message, text: suggestion ?? "" });
    }
    onDone();
    router.refresh();
  });
}

function TagField(props: {
  label: string;
  max: number;
  value: string;
  errors: readonly string[] | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={props.label} errors={props.errors}>
      {(control) => (
        <input
          {...control}
          className="form-control"
          autoComplete="off"
          spellCheck={false}
          maxLength={props.max}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
