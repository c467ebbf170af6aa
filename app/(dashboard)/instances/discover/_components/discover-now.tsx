"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { RefreshIcon } from "../../../../_components/icons";
import { tell, toast } from "../../../../_components/popups";
import { useAction } from "../../../../_components/use-action";
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
  const { run, pending } = useAction(
    async (input: Parameters<typeof requestDiscoveryAction>[0]) => {
      const result = await requestDiscoveryAction(input);
      if (!result.ok) {
        const { message, suggestion = "" } = result.error;
        void tell({ title: "Not begun", text: `${message} ${suggestion}` });
      }
      return result;
    },
    () => {
      setChoosing(false);
      router.refresh();
      void toast({ tone: "success", text: "Looking. Instances appear as the accounts answer." });
    },
  );
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
        <DiscoverDialog
          {...props}
          pending={pending}
          onDiscover={run}
          onClose={() => setChoosing(false)}
        />
      ) : null}
    </>
  );
}
