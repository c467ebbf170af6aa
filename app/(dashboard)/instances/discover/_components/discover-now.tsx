"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { RefreshIcon } from "../../../../_components/icons";
import { toast } from "../../../../_components/popups";
import { useToldAction } from "../../../../_components/use-told-action";
import { requestDiscoveryAction } from "../actions";
import { DiscoverDialog } from "./discover-dialog";
import type { AccountOption } from "./to-account-options";

/** Looks at everything, or at what is chosen. */
export function DiscoverNow(props: {
  accounts: readonly AccountOption[];
  regions: readonly string[];
}) {
  const router = useRouter();
  const [choosing, setChoosing] = useState(false);
  const begun = () => {
    setChoosing(false);
    router.refresh();
    void toast({ tone: "success", text: "Looking. Instances appear as the accounts answer." });
  };
  const { run, pending } = useToldAction(requestDiscoveryAction, {
    failed: "Not begun",
    onSuccess: begun,
  });
  return (
    <>
      <button type="button" className="btn btn-plain" onClick={() => setChoosing(true)}>
        Choose where…
      </button>
      <button
        type="button"
        className="btn btn-primary"
        aria-disabled={pending}
        onClick={() => run({})}
      >
        <RefreshIcon /> Discover
      </button>
      {choosing ? (
        <DiscoverDialog {...props} onBegun={begun} onClose={() => setChoosing(false)} />
      ) : null}
    </>
  );
}
