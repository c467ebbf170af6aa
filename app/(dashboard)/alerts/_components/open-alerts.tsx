"use client";

import type { AlertDto } from "#lib/alerts/dto";
import { CheckIcon } from "../../../_components/icons";
import { PickBox } from "../../../_components/selection/pick-box";
import { SelectionAct } from "../../../_components/selection/selection-act";
import { SelectionBar } from "../../../_components/selection/selection-bar";
import { SelectionProvider } from "../../../_components/selection/selection";
import { AlertRow } from "./alert-rows";

const NOUN = { one: "alert", many: "alerts" };

/** Open alerts, most urgent first; those that nobody looks after can be acknowledged together. */
export function OpenAlerts(props: {
  alerts: readonly AlertDto[];
  filters: Readonly<Record<string, string>>;
  now: number;
  mayAcknowledge: boolean;
}) {
  const { alerts, now, mayAcknowledge } = props;
  const choosable = mayAcknowledge ? alerts.filter((alert) => alert.mayBeAcknowledged) : [];
  const rows = choosable.map(({ id, title }) => ({ id, label: title }));
  const ids = new Set(rows.map(({ id }) => id));
  return (
    <SelectionProvider rows={rows} total={null} noun={NOUN} filters={props.filters}>
      {rows.length < 2 ? null : (
        <SelectionBar>
          <SelectionAct icon={<CheckIcon />} label="Acknowledge" load={loadAcknowledge} />
        </SelectionBar>
      )}
      <ul className="rows">
        {alerts.map((alert) => (
          <AlertRow
            key={alert.id}
            alert={alert}
            now={now}
            mayAcknowledge={mayAcknowledge}
            pick={
              rows.length > 1 && ids.has(alert.id) ? (
                <PickBox id={alert.id} label={alert.title} />
              ) : undefined
            }
          />
        ))}
      </ul>
    </SelectionProvider>
  );
}

async function loadAcknowledge() {
  return (await import("./acknowledge-many")).AcknowledgeMany;
}
