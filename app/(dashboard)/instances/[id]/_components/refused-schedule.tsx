import type { InstanceFiringDto } from "#lib/eventbridge/dto";
import { Notice } from "../../../../_components/notice";

type Refused = Pick<InstanceFiringDto["links"][number], "refusal" | "suggestion">;

/** A schedule that AWS's grammar has no words for, and what to do. */
export function RefusedSchedule({ refusal, suggestion }: Refused) {
  return (
    <Notice tone="bad">
      <p>
        <strong>AWS cannot keep this schedule.</strong> {refusal}
      </p>
      {suggestion === null ? null : <p>{suggestion}</p>}
    </Notice>
  );
}
