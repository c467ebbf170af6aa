"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FindingDto } from "#lib/reconcile/dto";
import type { RepairAction } from "#lib/reconcile/finding.pure";
import { confirm, tell, toast } from "../../../_components/popups";
import { useToldAction } from "../../../_components/use-told-action";
import { repairFindingsAction } from "../actions";
import { FindingRow } from "./finding-row";
import { ACTION_WORDS, sharedActions } from "./finding-words.pure";

/** Sentences with their repairs; one by its button, many by selection. */
export function FindingsList(props: {
  findings: readonly FindingDto[];
  now: number;
  mayRepair: boolean;
}) {
  const { findings, mayRepair } = props;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = findings.filter(({ id }) => selected.has(id));
  const repair = useRepair(() => setSelected(new Set()));
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  const toggleAll = () =>
    setSelected(new Set(chosen.length === findings.length ? [] : findings.map(({ id }) => id)));
  return (
    <>
      {mayRepair ? (
        <div className="panel-select" role="group" aria-label="Selection">
          <label className="form-check m-0">
            <input
              type="checkbox"
              className="form-check-input"
              checked={chosen.length > 0 && chosen.length === findings.length}
              onChange={toggleAll}
            />{" "}
            {chosen.length === 0 ? "Select all on this page" : `${chosen.length} selected`}
          </label>
          <span className="d-flex flex-wrap gap-2">
            {sharedActions(chosen).map((action) => (
              <button
                key={action}
                type="button"
                className="btn btn-plain btn-sm"
                disabled={repair.pending}
                onClick={() => void repair.ask(action, chosen)}
              >
                {ACTION_WORDS[action].button}
              </button>
            ))}
          </span>
        </div>
      ) : null}
      <ul className="rows">
        {findings.map((finding) => (
          <FindingRow
            key={finding.id}
            finding={finding}
            now={props.now}
            selection={mayRepair ? { on: selected.has(finding.id), toggle } : null}
            onAct={mayRepair && !repair.pending ? (act) => void repair.ask(act, [finding]) : null}
          />
        ))}
      </ul>
    </>
  );
}

function useRepair(onDone: () => void) {
  const router = useRouter();
  const { run, pending } = useToldAction(
    async (input: Parameters<typeof repairFindingsAction>[0]) => {
      const result = await repairFindingsAction(input);
      // What was asked for comes back with the answer: a list drawn anew meanwhile knows it too.
      return result.ok ? { ...result, data: { ...result.data, action: input.action } } : result;
    },
    {
      failed: "Nothing was changed",
      onSuccess: ({ done, planId, failures, action }) => {
        onDone();
        router.refresh();
        if (failures.length > 0) void tell(toFailureWords(done, failures));
        else void toast({ tone: "success", text: ACTION_WORDS[action].done(done) });
        if (planId !== null && failures.length === 0) router.push(`/plans/${planId}`);
      },
    },
  );
  return {
    pending,
    async ask(wanted: RepairAction, chosen: readonly FindingDto[]) {
      const words = ACTION_WORDS[wanted];
      const fits = chosen.filter(({ actions }) => actions.includes(wanted));
      const question = {
        title: words.title(fits.length),
        text: words.text,
        confirmText: words.confirm,
        destroys: false,
      };
      if (!(await confirm(question))) return;
      run({ findingIds: fits.map(({ id }) => id), action: wanted });
    },
  };
}

function toFailureWords(done: number, failures: ReadonlyArray<{ message: string }>) {
  const reasons = [...new Set(failures.map(({ message }) => message))].slice(0, 3);
  return {
    title: `${done} done, ${failures.length} not`,
    text: reasons.join(" "),
  };
}
