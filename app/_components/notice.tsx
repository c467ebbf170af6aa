import type { ReactNode } from "react";
import { CrossCircleIcon, InfoIcon, WarningIcon } from "./outcome-icons";

const ICONS = {
  bad: <CrossCircleIcon />,
  warn: <WarningIcon />,
  run: <InfoIcon />,
  quiet: <InfoIcon />,
} as const;

export function Notice(props: {
  tone: keyof typeof ICONS;
  /** Announced when it appears after an act. */
  live?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={props.tone === "quiet" ? "notice" : `notice notice-${props.tone}`}
      role={props.live === true ? "alert" : undefined}
    >
      {ICONS[props.tone]}
      <div>{props.children}</div>
    </div>
  );
}
