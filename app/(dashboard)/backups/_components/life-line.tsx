import type { BackupDetailDto } from "#lib/backups/dto";
import { ExactTime } from "../../../_components/exact-time";
import {
  CheckCircleIcon,
  CircleIcon,
  CrossCircleIcon,
  DashIcon,
  RepeatIcon,
} from "../../../_components/outcome-icons";
import { RelativeTime } from "../../../_components/relative-time";
import { toDuration } from "../../../_components/relative-time.pure";
import { toLifeLine } from "./life-line.pure";
import type { LifeStep } from "./life-line.pure";

const ICONS = {
  done: <CheckCircleIcon />,
  now: <RepeatIcon className="spin" />,
  ahead: <CircleIcon />,
  bad: <CrossCircleIcon />,
  quiet: <DashIcon />,
} as const;

export function LifeLine({ backup, now }: { backup: BackupDetailDto; now: number }) {
  return (
    <ol className="life">
      {toLifeLine(backup).map((step) => (
        <li key={step.word} className={`is-${step.state}`} aria-current={ariaCurrent(step)}>
          <span className="life-dot">{ICONS[step.state]}</span>
          <strong>{step.word}</strong>
          <StepTime step={step} now={now} />
        </li>
      ))}
    </ol>
  );
}

function StepTime({ step, now }: { step: LifeStep; now: number }) {
  if (step.at === null) return null;
  return (
    <>
      <ExactTime at={step.at} now={now} />
      {step.state === "now" ? (
        <span className="muted">
          <RelativeTime at={step.at} now={now} />
        </span>
      ) : step.tookMs === null ? null : (
        <span className="muted">{toDuration(step.tookMs)}</span>
      )}
    </>
  );
}

function ariaCurrent(step: LifeStep): "step" | undefined {
  return step.state === "now" ? "step" : undefined;
}
