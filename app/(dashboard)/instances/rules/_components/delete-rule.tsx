"use client";

import { useRouter } from "next/navigation";
import { TrashIcon } from "../../../../_components/icons";
import { confirm } from "../../../../_components/popups";
import { useToldAction } from "../../../../_components/use-told-action";
import { deleteRuleAction } from "../actions";

export function DeleteRule({ ruleId, name }: { ruleId: string; name: string }) {
  const router = useRouter();
  const { run, pending } = useToldAction(deleteRuleAction, {
    failed: "Not deleted",
    onSuccess: () => {
      router.push("/instances/rules");
      router.refresh();
    },
  });
  const ask = async () => {
    const sure = await confirm({
      title: `Delete the rule “${name}”?`,
      text: "What it has protected stays protected, with its schedules and its policy. What appears later is protected by it no more.",
      confirmText: "Delete the rule",
      destroys: true,
    });
    if (sure) run({ ruleId });
  };
  return (
    <button
      type="button"
      className="btn btn-destroy"
      aria-disabled={pending}
      onClick={() => void ask()}
    >
      <TrashIcon /> Delete
    </button>
  );
}
