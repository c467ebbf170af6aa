"use client";

import { Later } from "../../../../_components/later";
import { Panel } from "../../../../_components/panel";
import type { CompareProps } from "./compare-body";

/** Its charts and its table come with the first act, or when somebody is about to see them. */
export function ComparePanel(props: CompareProps) {
  return (
    <Panel title="The years to come" aside={<ChartKey />}>
      <Later load={load} of={props} room="lab-charts-room" label="Reading the years to come" />
    </Panel>
  );
}

async function load() {
  return (await import("./compare-body")).CompareBody;
}

function ChartKey() {
  return (
    <span className="chart-key" aria-hidden="true">
      <span className="chart-key-other">A</span>
      <span className="chart-key-main">B</span>
    </span>
  );
}
