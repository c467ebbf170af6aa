"use client";

import { confirm, toast } from "../../../../_components/popups";
import { useToldAction } from "../../../../_components/use-told-action";
import { rotateKeyAction } from "../actions";

/** For when somebody may have seen the function's environment. */
export function RotateKey({ placeId, label }: { placeId: string; label: string }) {
  const rotate = useToldAction(rotateKeyAction, {
    failed: "The key stays as it was",
    onSuccess: () =>
      void toast({ tone: "success", text: "The function is being given a new key." }),
  });
  const ask = async () => {
    const agreed = await confirm({
      title: `Give the function in ${label} a new key?`,
      text: "It signs its reports with it. The one before is taken until AWS has the new one and five minutes longer, a day at most. Backups go on meanwhile.",
      confirmText: "Give it a new key",
      destroys: false,
    });
    if (agreed) rotate.run({ placeId });
  };
  return (
    <div className="stack">
      <p className="muted m-0">
        The function signs what it reports with a key of its own. Whoever has it can make AMIVault
        look at AWS, and nothing else.
      </p>
      <div>
        <button
          type="button"
          className="btn btn-plain"
          aria-disabled={rotate.pending}
          onClick={() => void ask()}
        >
          {rotate.pending ? "Asking…" : "New key"}
        </button>
      </div>
    </div>
  );
}
