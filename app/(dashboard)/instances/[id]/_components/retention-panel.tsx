import type { InstanceRetentionDto, RetentionPolicyDto } from "#lib/retention/dto";
import { Link } from "../../../../_components/link";
import { Panel } from "../../../../_components/panel";
import { RetentionTimeline } from "../../../../_components/retention-timeline/retention-timeline";
import { toGiBText } from "../../../../_components/size.pure";
import { DecisionList } from "../../../retention/_components/decision-list";
import { toDecisions } from "../../../retention/_components/to-decisions.pure";
import { toMarks } from "../../../retention/_components/to-marks.pure";
import { PolicyChoice } from "./policy-choice";

const STATE_WORDS = {
  active: "What no rule keeps is removed with the next sweep, after proof.",
  frozen: "Frozen: the newest scheduled run failed, and nothing goes until one succeeds.",
  not_enforced: "The policy is switched off: nothing goes by itself.",
  no_rules: "The policy has no rule: everything stays.",
  unconfirmed: "Off until somebody confirms retention for this account: nothing goes by itself.",
  removed: "Removed from protection: its images stay.",
} as const satisfies Record<InstanceRetentionDto["state"], string>;

const SHOWN = 8;

/** Why every image stays, and when it will go. */
export function RetentionPanel(props: {
  instanceId: string;
  retention: InstanceRetentionDto;
  policies: readonly RetentionPolicyDto[];
  now: number;
  mayWrite: boolean;
}) {
  const { retention, now } = props;
  const { policy, state, forecast } = retention;
  const own = policy.instanceId !== null;
  const marks = toMarks(retention);
  return (
    <Panel
      title="Retention"
      aside={
        <Link href={own ? `/instances/${props.instanceId}/retention` : `/retention/${policy.id}`}>
          {own ? "Its own rules" : policy.name}
        </Link>
      }
    >
      <div className="stack">
        <p className="m-0">
          Keeps <strong>{policy.words}</strong>, and at least {policy.floor}. {forecast.keepCount}{" "}
          {forecast.keepCount === 1 ? "stays" : "stay"}, {forecast.removeCount} would go
          {forecast.removeCount > 0 ? ` (${toGiBText(forecast.removeBytes)} at most)` : ""}.
        </p>
        <p className="muted m-0">{STATE_WORDS[state]}</p>
        {props.mayWrite ? (
          <PolicyChoice
            instanceId={props.instanceId}
            current={own ? "own" : policy.isDefault ? "default" : policy.id}
            policies={props.policies}
          />
        ) : null}
        {marks.length === 0 ? null : (
          <RetentionTimeline label="Backups and when each goes" marks={marks} now={now} />
        )}
        <DecisionList decisions={toDecisions(retention)} now={now} shown={SHOWN} dated />
        <p className="m-0">
          <Link href={`/retention/lab?instance=${props.instanceId}`}>
            Try another policy on these images
          </Link>
        </p>
      </div>
    </Panel>
  );
}
