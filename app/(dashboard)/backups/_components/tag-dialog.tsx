"use client";

import { useState } from "react";
import { findTagKeyProblem } from "#lib/backups/tag-rules.pure";
import { Field } from "../../../_components/field";
import { BulkDialog } from "../../../_components/selection/bulk-dialog";
import { countOf } from "../../../_components/selection/selection";
import type { ActDialogProps } from "../../../_components/selection/selection";
import { tagBackupsAction } from "../actions";
import { toBackupHref } from "./backup-label.pure";

export function TagDialog(props: ActDialogProps) {
  const [isRemoving, setRemoving] = useState(false);
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const count = countOf(props.chosen.size, props.noun);
  const name = key.trim();
  const problem = findTagKeyProblem(name);
  return (
    <BulkDialog
      {...props}
      title={`Tag ${count}`}
      confirmText={isRemoving ? `Remove the tag from ${count}` : `Tag ${count}`}
      ready={problem === null}
      send={(ids) =>
        tagBackupsAction(isRemoving ? { ids, remove: name } : { ids, set: { key: name, value } })
      }
      hrefOf={toBackupHref}
    >
      <p className="m-0">
        The tag is written to their images in AWS and shown here. Nothing else of them changes.
      </p>
      <fieldset className="fieldset">
        <legend>What to do</legend>
        <Choice label="Set a tag" checked={!isRemoving} onChoose={() => setRemoving(false)} />
        <Choice label="Remove a tag" checked={isRemoving} onChoose={() => setRemoving(true)} />
      </fieldset>
      <Field
        label="Name"
        errors={name === "" || problem === null ? undefined : [problem]}
        hint="Not one that begins with amivault: or aws:, which say whose an image is."
      >
        {(control) => (
          <input
            {...control}
            className="form-control"
            autoComplete="off"
            spellCheck={false}
            maxLength={128}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        )}
      </Field>
      {isRemoving ? null : (
        <Field label="Value" hint="May be empty. A tag of this name gets this value.">
          {(control) => (
            <input
              {...control}
              className="form-control"
              autoComplete="off"
              spellCheck={false}
              maxLength={256}
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
      )}
    </BulkDialog>
  );
}

function Choice(props: { label: string; checked: boolean; onChoose: () => void }) {
  return (
    <label className="choice">
      <input
        type="radio"
        className="form-check-input"
        name="act"
        checked={props.checked}
        onChange={props.onChoose}
      />
      <span>
        <strong>{props.label}</strong>
      </span>
    </label>
  );
}
