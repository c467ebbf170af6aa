"use client";

import { useState } from "react";
import { Field } from "../../../../_components/field";
import { Notice } from "../../../../_components/notice";
import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { countOf } from "../../../../_components/selection/selection";
import type { ActDialog, ActDialogProps } from "../../../../_components/selection/selection";
import { setInstancesPolicyAction } from "../../bulk-actions";
import { listPolicyChoicesAction } from "../../choice-actions";
import { hrefOfInstance } from "./href-of-instance";
import { judgeGiving, type Reckoned } from "./policy-given.pure";
import { LoadState } from "./load-state";
import { useLoaded } from "./use-loaded";
import { WouldGo } from "./would-go";

const load = () => listPolicyChoicesAction({});
/** The choice that follows whatever the default policy is. */
const DEFAULT = "default";

/** The dialog that opens with a policy chosen: its id, or the default. */
export function policyDialogOf(given: string): ActDialog {
  return (props) => <PolicyDialog {...props} given={given} />;
}

/** `given` is what is chosen when it opens: a policy's id, or the default. */
export function PolicyDialog({ given = DEFAULT, ...props }: ActDialogProps & { given?: string }) {
  const loaded = useLoaded(load);
  const [wanted, setWanted] = useState(given);
  const [reckoned, setReckoned] = useState<{ policyId: string; reckoned: Reckoned } | null>(null);
  const count = countOf(props.chosen.size, props.noun);
  const policies = loaded?.ok === true ? loaded.data : null;
  const chosen = policies?.find((one) => (wanted === DEFAULT ? one.isDefault : one.id === wanted));
  const isOfChosen = reckoned !== null && reckoned.policyId === chosen?.id;
  const { ready, destroys } = judgeGiving(chosen, isOfChosen ? reckoned.reckoned : null);
  return (
    <BulkDialog
      {...props}
      title={`Retention of ${count}`}
      confirmText={`Change ${count}`}
      ready={ready}
      destroys={destroys}
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
            <WouldGo
              key={chosen.id}
              rules={chosen.rules}
              ids={[...props.chosen.keys()]}
              onReckoned={(seen) => setReckoned({ policyId: chosen.id, reckoned: seen })}
            />
          ) : chosen === undefined ? null : (
            <Notice tone="quiet">This policy removes nothing by itself.</Notice>
          )}
        </>
      )}
    </BulkDialog>
  );
}
