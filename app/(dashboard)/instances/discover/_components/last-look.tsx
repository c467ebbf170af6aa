import type { DiscoveryPlaceDto, DiscoveryRunDto } from "#lib/discovery/dto";
import { Notice } from "../../../../_components/notice";
import { CheckCircleIcon, RepeatIcon, WarningIcon } from "../../../../_components/outcome-icons";
import { Panel } from "../../../../_components/panel";
import { RelativeTime } from "../../../../_components/relative-time";
import { Badge } from "../../../../_components/status-badge";
import { Suggestion } from "../../../../_components/suggestion";
import { groupFailures, toProgress, toProgressWords, type Failure } from "./group-places.pure";
import { PlaceGrid } from "./place-grid";

/** The look that is under way, or the last one: its progress by place, and what could not be read. */
export function LastLook({ run, now }: { run: DiscoveryRunDto; now: number }) {
  const progress = toProgress(run.places);
  const isRunning = run.state === "running";
  return (
    <Panel
      title={isRunning ? "Looking now" : "Last look"}
      aside={
        <span className="muted">
          <RelativeTime at={run.startedAt} now={now} />, {run.requestedBy ?? "by itself"}
        </span>
      }
    >
      <div className="stack-tight">
        <p className="look-line m-0" role="status">
          <State run={run} failed={progress.failed} /> {toProgressWords(progress)}
        </p>
        {isRunning ? (
          <progress
            className="bulk-progress"
            max={Math.max(1, progress.of)}
            value={progress.ended}
            aria-label="Places looked at"
          />
        ) : null}
        {groupFailures(run.places).map((failure) => (
          <FailureNotice key={`${failure.accountId} ${failure.error}`} failure={failure} />
        ))}
        <Places places={run.places} isRunning={isRunning} />
      </div>
    </Panel>
  );
}

function State({ run, failed }: { run: DiscoveryRunDto; failed: number }) {
  if (run.state === "running") {
    return (
      <Badge tone="run" icon={<RepeatIcon className="spin" />}>
        Under way
      </Badge>
    );
  }
  if (failed === 0) {
    return (
      <Badge tone="ok" icon={<CheckCircleIcon />}>
        Complete
      </Badge>
    );
  }
  return (
    <Badge tone="warn" icon={<WarningIcon />}>
      {failed} not read
    </Badge>
  );
}

function FailureNotice({ failure }: { failure: Failure }) {
  const { accountId, regions, error, suggestion } = failure;
  const named = regions.filter((region) => region !== null);
  const where =
    named.length === 0
      ? "the list of regions"
      : named.length > 3
        ? `${named.length} regions`
        : named.join(", ");
  return (
    <Notice tone="warn">
      <p>
        <strong>
          Account {accountId}, {where}:
        </strong>{" "}
        <span className="hostile">{error}</span>
      </p>
      {suggestion === null ? null : <Suggestion text={suggestion} />}
    </Notice>
  );
}

/** While it runs all of them are in view; later they are folded away. */
function Places(props: { places: readonly DiscoveryPlaceDto[]; isRunning: boolean }) {
  if (props.isRunning) return <PlaceGrid places={props.places} />;
  return (
    <details>
      <summary>Every place</summary>
      <PlaceGrid places={props.places} />
    </details>
  );
}
