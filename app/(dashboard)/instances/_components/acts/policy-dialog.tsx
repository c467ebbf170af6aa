"use client";

import { useState } from "react";
import { Field } from "../../../../_components/field";
import { Notice } from "../../../../_components/notice";
import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { countOf } from "../../../../_components/selection/selection";
import type { ActDialogProps } from "../../../../_components/selection/selection";
import { setInstancesPolicyAction } from "../../bulk-actions";
import { listPolicyChoicesAction } from "../../choice-actions";
import { hrefOfInstance } from "./href-of-instance";
import { LoadState } from "./load-state";
import { useLoaded } from "./use-loaded";
import { WouldGo } from "./would-go";

const load = () => listPolicyChoicesAction({});
/** The choice that follows whatever the default policy is. */
const DEFAULT = "default";

export function PolicyDialog(props: ActDialogProps) {
  const loaded = useLoaded(load);
  const [wanted, setWanted] = useState(DEFAULT);
  const count = countOf(props.chosen.size, props.noun);
  const policies = loaded?.ok === true ? loaded.data : null;
  const chosen = policies?.find((one) => (wanted === DEFAULT ? one.isDefault : one.id === wanted));
  return (
    <BulkDialog
      {...props}
      title={`Retention of ${count}`}
      confirmText={`Change ${count}`}
      ready={policies !== null}
      send={(ids) =>
        setInstancesPolicyAction({ ids, retentionPolicyId: wanted === DEFAULT ? null : wanted })
      }
      hrefOf={hrefOfInstance}
    >
      {policies === null ? (
        <LoadState loaded={loaded} />
      ) : (
        <>
          <Field label="Policy" hint="Rules of their own that some of them have go with it.">
            {({ ref: _ref, ...control }) => (
              <select
                {...control}
                className="form-select"
                value={wanted}
                onChange={(event) => setWanted(event.target.value)}
              >
                <option value={DEFAULT}>The default</option>
                {policies
                  .filter(({ isDefault }) => !isDefault)
                  .map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
              </select>
            )}
          </Field>
          {chosen?.enforced === true ? (
            <WouldGo key={chosen.id} rules={chosen.rules} ids={[...props.chosen.keys()]} />
          ) : (
            <Notice tone="quiet">This policy removes nothing by itself.</Notice>
          )}
        </>
      )}
    </BulkDialog>
  );
}
