"use client";

import type { NewTokenDto } from "#lib/users/tokens/dto";
import { CopyButton } from "../../../_components/copy-button";
import { Dialog } from "../../../_components/dialog";
import { Notice } from "../../../_components/notice";

/** The one time that it can be read. */
export function ShownToken({ made, onClose }: { made: NewTokenDto; onClose: () => void }) {
  const example = `curl -H "Authorization: Bearer $AMIVAULT_TOKEN" ${location.origin}/api/me`;
  return (
    <Dialog title={`The token “${made.name}”`} onClose={onClose}>
      <div className="dialog-body">
        <Notice tone="warn" live>
          <p>
            <strong>Copy it now: it is not shown again.</strong> Only a hash of it is kept. Whoever
            has it may do what you chose, as you.
          </p>
        </Notice>
        <CopyableText label="the token" text={made.token} />
        <div className="field">
          <span className="form-label">
            Put it into <code>AMIVAULT_TOKEN</code>, then for example:
          </span>
          <CopyableText label="the example" text={example} />
        </div>
      </div>
      <div className="dialog-foot">
        <button type="button" className="btn btn-primary" onClick={onClose}>
          I have copied it
        </button>
      </div>
    </Dialog>
  );
}

function CopyableText({ label, text }: { label: string; text: string }) {
  return (
    <div className="d-flex gap-2 align-items-start justify-content-between">
      <code className="text-break">{text}</code>
      <CopyButton text={text} label={label} />
    </div>
  );
}
