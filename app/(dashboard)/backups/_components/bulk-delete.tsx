"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { REMOVAL_MODES } from "#lib/db/schema/constants";
import type { RemovalMode } from "#lib/db/schema/constants";
import { FormError } from "../../../_components/form-error";
import { TrashIcon } from "../../../_components/icons";
import { tell, toast } from "../../../_components/popups";
import { useAction } from "../../../_components/use-action";
import { requestPlanAction } from "../../plans/actions";
import { BULK_FORM, BULK_NAME } from "./bulk-form";
import { useChosen } from "./use-chosen";

const WORDS: Readonly<Record<RemovalMode, string>> = {
  record: "Records alone",
  image: "Images; their snapshots stay",
  image_and_snapshots: "Images with their snapshots",
};

/** What is chosen in the table becomes a plan; nothing goes before that was reviewed. */
export function BulkDelete({ rows }: { rows: string }) {
  const router = useRouter();
  const { count } = useChosen(rows);
  const { run, pending, error } = useAction(requestPlanAction, ({ planId, left }) => {
    const reasons = [...new Set(left.map(({ reason }) => reason))];
    if (planId !== null) {
      router.push(`/plans/${planId}`);
      if (left.length === 0) return;
      return void toast({ tone: "success", text: `${left.length} left out. ${reasons.join(" ")}` });
    }
    void tell({
      title: "Nothing of this can be planned",
      text: reasons.join(" ") || "All of it is in a plan already.",
    });
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const backupIds = form.getAll(BULK_NAME).map(String);
    const mode = REMOVAL_MODES.find((known) => known === form.get("mode"));
    if (backupIds.length > 0 && mode !== undefined) run({ backupIds, mode });
  };
  return (
    <form id={BULK_FORM} className={count === 0 ? "visually-hidden" : "filters"} onSubmit={submit}>
      <span className="align-self-center">{count} selected</span>
      <select
        className="form-select"
        name="mode"
        aria-label="What shall go of them"
        defaultValue="image_and_snapshots"
      >
        {REMOVAL_MODES.map((mode) => (
          <option key={mode} value={mode}>
            {WORDS[mode]}
          </option>
        ))}
      </select>
      <button type="submit" className="btn btn-destroy" aria-disabled={pending}>
        <TrashIcon /> {pending ? "Planning…" : `Plan the deletion of ${count}`}
      </button>
      <FormError error={error} />
    </form>
  );
}
