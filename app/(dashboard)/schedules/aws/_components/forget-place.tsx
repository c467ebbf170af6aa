"use client";

import { useRouter } from "next/navigation";
import { FormError } from "../../../../_components/form-error";
import { confirm } from "../../../../_components/popups";
import { useAction } from "../../../../_components/use-action";
import { forgetPlaceAction } from "../actions";

/** For what nothing reaches any more: it stays in AWS, and is told by name. */
export function ForgetPlace(props: { placeId: string; label: string; count: number }) {
  const { placeId, label, count } = props;
  const router = useRouter();
  const { run, pending, error } = useAction(forgetPlaceAction, () => router.push("/schedules/aws"));
  const what = count === 1 ? "the object" : `the ${count} objects`;
  const ask = async () => {
    const agreed = await confirm({
      title: `Forget ${what} in ${label}?`,
      text: `They stay in AWS, where a person has to delete them; the audit log keeps their names. Rules and schedules among them go on starting backups until then. No backup is touched.`,
      confirmText: "Forget them",
      destroys: true,
    });
    if (agreed) run({ placeId });
  };
  return (
    <div className="stack">
      <p className="muted m-0">
        No instance needs what is left here, and it is taken away by itself while a credential
        works. Forget it where none does any more.
      </p>
      <FormError error={error} />
      <div>
        <button
          type="button"
          className="btn btn-destroy"
          aria-disabled={pending}
          onClick={() => void ask()}
        >
          {pending ? "Forgetting…" : "Forget what is left"}
        </button>
      </div>
    </div>
  );
}
