"use client";

import { Later } from "../../../../_components/later";
import { Panel } from "../../../../_components/panel";
import type { FleetProps } from "./fleet-body";

/** Its form comes with the first act, or when somebody is about to see it. */
export function FleetPanel(props: FleetProps) {
  return (
    <Panel title="Over many instances">
      <Later load={load} of={props} room="lab-fleet-room" label="Reading the comparison" />
    </Panel>
  );
}

async function load() {
  return (await import("./fleet-body")).FleetBody;
}
