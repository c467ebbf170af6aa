import type { Config } from "#lib/config";
import type { SchedulerStateDto } from "#lib/schedules/dto";
import { CopyableId } from "../../../_components/copyable-id";
import { CheckCircleIcon, CrossCircleIcon } from "../../../_components/outcome-icons";
import { RelativeTime } from "../../../_components/relative-time";
import { Badge } from "../../../_components/status-badge";

const MODE_WORDS: Readonly<Record<Config["mode"], string>> = {
  embedded: "embedded: web and jobs in one process",
  web: "web, with workers beside it",
  worker: "worker",
};

/** What only the environment changes. */
export function InstallationFacts(props: {
  config: Config;
  scheduler: SchedulerStateDto;
  now: number;
}) {
  const { config, scheduler, now } = props;
  return (
    <dl className="facts">
      <dt>Jobs</dt>
      <dd>
        {scheduler.running ? (
          <Badge tone="ok" icon={<CheckCircleIcon />}>
            Running
          </Badge>
        ) : (
          <Badge tone="bad" icon={<CrossCircleIcon />}>
            Not running
          </Badge>
        )}{" "}
        {scheduler.lastTickAt === null ? null : (
          <span className="muted small">
            looked for due backups <RelativeTime at={scheduler.lastTickAt} now={now} />
          </span>
        )}
        {scheduler.ledgerRunning ? null : (
          <span className="text-bad small d-block">
            Nothing looks for overdue backups: read the log of this process.
          </span>
        )}
      </dd>
      <dt>Runs as</dt>
      <dd>{MODE_WORDS[config.mode]}</dd>
      <dt>Installation</dt>
      <dd>
        <CopyableId id={config.installationId} label="the installation’s id" />
        <span className="muted small d-block">
          The owner tag of every image. Keep it with your key ring.
        </span>
      </dd>
      {config.awsEndpointUrl === undefined ? null : (
        <>
          <dt>AWS endpoint</dt>
          <dd>
            <code>{new URL(config.awsEndpointUrl).host}</code> instead of AWS
          </dd>
        </>
      )}
    </dl>
  );
}
