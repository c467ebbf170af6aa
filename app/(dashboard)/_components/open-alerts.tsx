import Link from "next/link";
import type { AlertDto } from "#lib/alerts/dto";
import type { Permission } from "#lib/auth/permissions";
import { Panel } from "../../_components/panel";
import { AlertRows } from "../alerts/_components/alert-rows";

/** Causes before what they befell: most urgent first. */
export function OpenAlerts(props: {
  alerts: readonly AlertDto[];
  shown: number;
  now: number;
  may: (permission: Permission) => boolean;
}) {
  const { alerts, shown, now, may } = props;
  return (
    <Panel
      title="Open alerts"
      flush
      foot={alerts.length > shown ? <Link href="/alerts">Show all alerts</Link> : undefined}
    >
      <AlertRows
        alerts={alerts.slice(0, shown)}
        now={now}
        mayAcknowledge={may("alerts.acknowledge")}
      />
    </Panel>
  );
}
