"use client";

import { useEffect, useState } from "react";
import { Field } from "../../../../_components/field";
import { Notice } from "../../../../_components/notice";
import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { countOf } from "../../../../_components/selection/selection";
import type { ActDialogProps } from "../../../../_components/selection/selection";
import { toGiBText } from "../../../../_components/size.pure";
import { previewTotalsAction } from "../../../retention/actions";
import { setInstancesPolicyAction } from "../../bulk-actions";
import { listPolicyChoicesAction } from "../../choice-actions";
import { hrefOfInstance } from "./href-of-instance";
import { LoadState } from "./load-state";
import { useLoaded } from "./use-loaded";

const load = () => listPolicyChoicesAction({});
/** The choice that follows whatever the default policy is. */
const DEFAULT = "default";
const PREVIEWED_MAX = 500;

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
            <WouldGo policyId={chosen.id} ids={[...props.chosen.keys()]} />
          ) : (
            <Notice tone="quiet">This policy removes nothing by itself.</Notice>
          )}
        </>
      )}
    </BulkDialog>
  );
}

type Totals = Extract<Awaited<ReturnType<typeof previewTotalsAction>>, { ok: true }>["data"];

/** What the next sweep would take by it, before anything is changed. */
function WouldGo({ policyId, ids }: { policyId: string; ids: readonly string[] }) {
  const [seen, setSeen] = useState<{ policyId: string; totals: Totals } | null>(null);
  const instanceIds = ids.slice(0, PREVIEWED_MAX);
  const key = instanceIds.join();
  useEffect(() => {
    let isHere = true;
    const run = async () => {
      const wanted = { policyId, instanceIds: key.split(",") };
      const answer = await previewTotalsAction(wanted).catch(() => null);
      if (isHere) setSeen({ policyId, totals: answer?.ok === true ? answer.data : null });
    };
    void run();
    return () => {
      isHere = false;
    };
  }, [policyId, key]);
  if (seen === null || seen.policyId !== policyId) {
    return <Notice tone="quiet">Reckoning what it would release…</Notice>;
  }
  const { totals } = seen;
  if (totals === null) {
    return <Notice tone="warn">What it would release could not be reckoned.</Notice>;
  }
  const of = ids.length > PREVIEWED_MAX ? `the first ${PREVIEWED_MAX}` : `${totals.instances}`;
  if (totals.remove === 0) {
    return (
      <Notice tone="quiet">It would release none of their {totals.backups} images now.</Notice>
    );
  }
  return (
    <Notice tone="warn">
      <p>
        Of {totals.backups} images of {of} instances, <strong>{totals.remove}</strong> would go with
        the next sweep, {toGiBText(totals.removeBytes)} at most. More than a fifth at once, or an
        unusual day, asks again before anything is removed.
      </p>
    </Notice>
  );
}
