"use client";

import { useRouter } from "next/navigation";
import type { BackupStatus } from "#lib/db/schema/constants";
import { FormError } from "../../../../_components/form-error";
import { Panel } from "../../../../_components/panel";
import { useAction } from "../../../../_components/use-action";
import { updateBackupAction } from "../../actions";

const HOLDABLE: ReadonlySet<BackupStatus> = new Set(["pending", "available", "deleting"]);

/** A person's word that it stays, whatever a policy or a plan says. */
export function HoldButton(props: { backupId: string; held: boolean; status: BackupStatus }) {
  const router = useRouter();
  const { run, pending, error } = useAction(updateBackupAction, () => router.refresh());
  const { backupId, held } = props;
  if (!held && !HOLDABLE.has(props.status)) return null;
  return (
    <Panel title="Hold">
      <div className="stack">
        <p className="muted m-0">
          {held
            ? "Held: no policy and no plan removes it. AWS shows it by the tag amivault:hold."
            : "A held backup stays, whatever a policy or a plan says."}
        </p>
        <FormError error={error} />
        <div>
          <button
            type="button"
            className="btn btn-plain"
            aria-disabled={pending}
            onClick={() => run({ backupId, held: !held })}
          >
            {held ? "Release the hold" : "Hold this backup"}
          </button>
        </div>
      </div>
    </Panel>
  );
}
