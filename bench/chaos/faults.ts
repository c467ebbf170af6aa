import type { NewFault } from "#simulator/core/fault-rules";
import { REGIONS } from "./fleet";
import type { ChaosWorld } from "./world";

const CREATE = { action: "CreateImage" };
const SERVER_ERROR = { kind: "error", code: "InternalError", httpStatus: 500 } as const;

/** The place of the attempt's number among the tags that CreateImage carries: after the Name. */
const ATTEMPT_PARAMETER = "TagSpecification.1.Tag.4.Value";
/** By the protocol a third failure ends a backup for good: the third attempt is spared. */
const ATTEMPTS_THAT_FAIL = ["1", "2"];

/** What AWS and the way to it do to every call, all the time. */
export async function plantFaults({ sim }: ChaosWorld): Promise<void> {
  const faults: NewFault[] = [
    { scope: CREATE, effect: { kind: "visibilityLag", ms: [0, 60_000] } },
    { scope: CREATE, probability: 0.3, effect: { kind: "loseReply" } },
    // Half of them are a lie about something that happened.
    { scope: CREATE, probability: 0.025, effect: { ...SERVER_ERROR, phase: "before" } },
    { scope: CREATE, probability: 0.025, effect: { ...SERVER_ERROR, phase: "after" } },
    { scope: { action: "Describe*" }, probability: 0.05, effect: SERVER_ERROR },
  ];
  for (const [index, region] of REGIONS.entries()) {
    const keepsName = index % 2 === 0;
    for (const attempt of ATTEMPTS_THAT_FAIL) {
      faults.push({
        scope: { ...CREATE, region, match: { [ATTEMPT_PARAMETER]: attempt } },
        probability: 0.05,
        effect: { kind: "lateFailure", afterMs: [1_000, 20_000], keepsName },
      });
    }
  }
  for (const fault of faults) await sim.control.addFault(fault);
}
