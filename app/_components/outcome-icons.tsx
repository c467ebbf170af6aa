// Written by scripts/icons.mjs from bootstrap-icons (MIT, The Bootstrap Authors); edit it there.
import { Icon } from "./icon";
import type { IconProps } from "./icon";

export function CheckCircleIcon(props: IconProps) {
  return <Icon {...props} shape="check-circle-fill" />;
}

export function CrossCircleIcon(props: IconProps) {
  return <Icon {...props} shape="x-circle-fill" />;
}

export function WarningIcon(props: IconProps) {
  return <Icon {...props} shape="exclamation-triangle-fill" />;
}

export function ClockIcon(props: IconProps) {
  return <Icon {...props} shape="clock" />;
}

export function HourglassIcon(props: IconProps) {
  return <Icon {...props} shape="hourglass-split" />;
}

export function RepeatIcon(props: IconProps) {
  return <Icon {...props} shape="arrow-repeat" />;
}

export function DashIcon(props: IconProps) {
  return <Icon {...props} shape="dash-circle" />;
}

export function QuestionIcon(props: IconProps) {
  return <Icon {...props} shape="question-circle-fill" />;
}

export function CalendarMissedIcon(props: IconProps) {
  return <Icon {...props} shape="calendar-x-fill" />;
}

export function PauseCircleIcon(props: IconProps) {
  return <Icon {...props} shape="pause-circle-fill" />;
}

export function InfoIcon(props: IconProps) {
  return <Icon {...props} shape="info-circle-fill" />;
}

export function SkipIcon(props: IconProps) {
  return <Icon {...props} shape="skip-forward-circle" />;
}

export function SlashIcon(props: IconProps) {
  return <Icon {...props} shape="slash-circle" />;
}

export function CircleIcon(props: IconProps) {
  return <Icon {...props} shape="circle" />;
}
