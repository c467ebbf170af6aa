"use client";

import { useRouter } from "next/navigation";
import { RefreshIcon } from "../../../_components/icons";
import { toast } from "../../../_components/popups";
import { useToldAction } from "../../../_components/use-told-action";
import { requestReconcileAction } from "../actions";

/** Compares with AWS now: one place, every enabled region of an account, or all that is known. */
export function RunNow(props: {
  what: { accountRef?: string; region?: string; everyRegion?: boolean };
  label: string;
  look: "primary" | "row";
}) {
  const router = useRouter();
  const { run, pending } = useToldAction(requestReconcileAction, {
    failed: "Not begun",
    onSuccess: ({ places }) => {
      router.refresh();
      const text = places === 1 ? "One place is compared." : `${places} places are compared.`;
      void toast({ tone: "success", text });
    },
  });
  const isRow = props.look === "row";
  return (
    <button
      type="button"
      className={isRow ? "btn btn-plain btn-sm" : "btn btn-primary"}
      disabled={pending}
      aria-label={isRow ? `${props.label}: ${props.what.region ?? "every region"}` : undefined}
      onClick={() => run(props.what)}
    >
      <RefreshIcon /> {props.label}
    </button>
  );
}
