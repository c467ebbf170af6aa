import type { InstanceFiringDto } from "#lib/eventbridge/dto";
import type { InstanceDto } from "#lib/instances/dto";
import { AwsIcon } from "../../../../_components/icons";
import { Link } from "../../../../_components/link";
import { RelativeTime } from "../../../../_components/relative-time";
import { toShortVersion } from "../../../schedules/aws/_components/object-words.pure";
import { StepList } from "../../../schedules/aws/_components/step-list";
import { TroubleNotice } from "../../../schedules/aws/_components/trouble-notice";
import { toFiringState, type FiringState } from "./firing-state.pure";
import { RefusedSchedule } from "./refused-schedule";
import { SchedulerButton } from "./scheduler-button";
import { TakenOver } from "./taken-over";

interface FiringProps {
  instance: InstanceDto;
  firing: InstanceFiringDto;
  now: number;
  mayChange: boolean;
}

/** Who starts its scheduled backups; while AWS is set up or left, each step of that. */
export function InstanceFiring({ instance, firing, now, mayChange }: FiringProps) {
  const { scheduler, place, links } = firing;
  const state = toFiringState(firing);
  const { id, name, instanceId, region, accountId } = instance;
  return (
    <div className="firing">
      <div className="firing-line">
        <p className="m-0">
          <FiringWords state={state} place={place} now={now} />
        </p>
        {mayChange ? (
          <SchedulerButton
            instance={{ id, label: name || instanceId, region, accountId }}
            to={scheduler === "local" ? "eventbridge" : "local"}
            links={links.map(({ firedBy: _1, nextDueAt: _2, awsFromAt: _3, ...told }) => told)}
          />
        ) : null}
      </div>
      {state.type === "refused"
        ? state.links.map((link) => <RefusedSchedule key={link.linkId} {...link} />)
        : null}
      {place === null || !("steps" in state) ? null : (
        <>
          {state.type === "settingUp" ? (
            <div className="progress-line">
              <progress
                className="bar"
                max={Math.max(1, state.steps.length)}
                value={state.ready}
                aria-label="Set-up in AWS"
              />
              <span className="muted">
                {state.ready} of {state.steps.length} ready
              </span>
            </div>
          ) : null}
          {place.trouble === null ? null : <TroubleNotice trouble={place.trouble} />}
          <StepList placeId={place.id} steps={state.steps} mayAct={mayChange} />
          <Link href={`/schedules/aws/${place.id}`} className="small">
            Everything in this account and region
          </Link>
        </>
      )}
    </div>
  );
}

function FiringWords(props: {
  state: FiringState;
  place: InstanceFiringDto["place"];
  now: number;
}) {
  const { state, place, now } = props;
  switch (state.type) {
    case "local":
      return <>AMIVault starts these backups.</>;
    case "leaving":
      return (
        <>
          <strong>AMIVault starts these backups again.</strong> What AWS had for it is being taken
          away: {state.steps.length} left.
        </>
      );
    case "settingUp":
      return (
        <>
          <strong>AWS is being set up.</strong> AMIVault goes on starting these backups until then.
        </>
      );
    case "needsYou":
      return (
        <>
          <strong>Something in AWS needs you.</strong>{" "}
          {state.isFired
            ? "AWS goes on starting these backups."
            : "AMIVault starts those of these backups that AWS does not."}
        </>
      );
    case "refused":
      return state.isFiredElse ? (
        <>
          <strong>AMIVault starts what AWS cannot.</strong> AWS (EventBridge) starts the backups of
          the other schedules.
        </>
      ) : (
        <>
          <strong>AMIVault starts these backups.</strong> AWS (EventBridge) is to, and cannot.
        </>
      );
    case "resting":
      return <>AWS (EventBridge) is to start these backups; nothing is due now.</>;
    case "ready":
      return (
        <>
          <AwsIcon /> <Link href={`/schedules/aws/${place?.id ?? ""}`}>AWS (EventBridge)</Link>{" "}
          <TakenOver since={state.since} now={now} />
          <span className="muted small d-block">
            <Function place={place} now={now} />
          </span>
        </>
      );
  }
}

function Function({ place, now }: { place: InstanceFiringDto["place"]; now: number }) {
  const version = place?.functionVersion;
  return (
    <>
      {version ? (
        <>
          Function <code>{toShortVersion(version)}</code>,{" "}
        </>
      ) : null}
      {place?.lastReportAt ? (
        <>
          last report <RelativeTime at={place.lastReportAt} now={now} />.
        </>
      ) : (
        "no report yet."
      )}
    </>
  );
}
