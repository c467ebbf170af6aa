"use client";

import { useRouter } from "next/navigation";
import { toCountText } from "../../../_components/count-text.pure";
import { FormError } from "../../../_components/form-error";
import { confirm, toast } from "../../../_components/popups";
import { useAction } from "../../../_components/use-action";
import { confirmRetentionAction } from "../actions";

/** Off until a person has looked: the records are older than retention, or were rebuilt. */
export function ConfirmAccount(props: {
  accountRef: string;
  accountId: string;
  availableCount: number;
  mayConfirm: boolean;
}) {
  const router = useRouter();
  const { run, pending, error } = useAction(confirmRetentionAction, () => {
    router.refresh();
    void toast({ tone: "success", text: "Retention is on in this account." });
  });
  const ask = async () => {
    const agreed = await confirm({
      title: `Let retention remove in account ${props.accountId}?`,
      text: `Of its ${toCountText(props.availableCount, "image")}, enforced policies then remove what no rule keeps, with the snapshots. Backups adopted from AWS count as scheduled ones: hold what must stay. A sweep that would remove a lot asks first.`,
      confirmText: "Confirm retention",
      destroys: true,
    });
    if (agreed) run({ accountRef: props.accountRef });
  };
  return (
    <div className="stack-tight">
      <span>Off until somebody confirms it: nothing goes by itself.</span>
      <FormError error={error} />
      {props.mayConfirm ? (
        <div>
          <button
            type="button"
            className="btn btn-plain btn-sm"
            aria-disabled={pending}
            onClick={() => void ask()}
          >
            {pending ? "Confirming…" : "Confirm retention for this account"}
          </button>
        </div>
      ) : null}
    </div>
  );
}
