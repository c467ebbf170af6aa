"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormError } from "../../../_components/form-error";
import { toast } from "../../../_components/popups";
import { parsePrice } from "../../../_components/price-text.pure";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { updateSettingsAction } from "../actions";
import { NumberField } from "./number-field";

/** The one assumption behind every cost that is shown. */
export function PriceForm(props: { usdPerGiBMonth: number; mayWrite: boolean }) {
  const router = useRouter();
  const [price, setPrice] = useState(String(props.usdPerGiBMonth));
  const { run, pending, error } = useAction(updateSettingsAction, () => {
    router.refresh();
    void toast({ tone: "success", text: "The price is saved." });
  });
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        run({ snapshotUsdPerGiBMonth: parsePrice(price) });
      }}
    >
      <FormError error={error} />
      <NumberField
        label="Snapshot storage ($ per GiB and month)"
        hint="AWS’s standard tier costs about 0.05; your region or contract may differ. Costs are shown as “at most”: full size times this."
        value={price}
        onChange={setPrice}
        readOnly={!props.mayWrite}
        decimal
        errors={error?.fields?.["snapshotUsdPerGiBMonth"]}
      />
      {props.mayWrite ? (
        <div className="form-actions">
          <SubmitButton pending={pending} pendingText="Saving…" className="btn-plain">
            Save the price
          </SubmitButton>
        </div>
      ) : null}
    </form>
  );
}
