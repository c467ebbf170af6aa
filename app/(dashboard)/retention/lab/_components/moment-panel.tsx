"use client";

import { toDayText } from "../../../../_components/day-text.pure";
import { Later } from "../../../../_components/later";
import { Panel } from "../../../../_components/panel";
import type { MomentProps } from "./moment-body";

/** Its time lines and its table come with the first act, or when somebody is about to see them. */
export function MomentPanel(props: MomentProps) {
  const { moment, now } = props;
  const isNow = moment <= now;
  return (
    <Panel
      title="At one moment"
      aside={<strong className="tabular">{isNow ? "now" : toDayText(moment)}</strong>}
    >
      <Later
        load={load}
        of={props}
        soon={!isNow}
        room="lab-moment-room"
        label="Reading what is kept"
      />
    </Panel>
  );
}

async function load() {
  return (await import("./moment-body")).MomentBody;
}
