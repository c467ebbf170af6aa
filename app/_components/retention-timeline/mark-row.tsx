import { memo } from "react";
import { groupOf, type TimelineMark } from "./timeline-marks.pure";

const EDGE_X = 100;
const RADIUS_MAX = 4;

/** One bar, the dot where it was made, and the end where it goes; an open end says never. */
export const MarkRow = memo(function MarkRow(props: {
  mark: TimelineMark;
  y: number;
  pitch: number;
  /** Per cent of the width. */
  from: number;
  /** Null: nothing says when it goes. */
  to: number | null;
  active: boolean;
}) {
  const { mark, y, pitch, from, active } = props;
  const to = props.to ?? EDGE_X;
  const radius = Math.min(RADIUS_MAX, Math.max(1.5, pitch * 0.42));
  const classes = ["tl-mark", `tl-${groupOf(mark)}`];
  if (active) classes.push("tl-active");
  if (mark.elsewhere !== undefined) classes.push("tl-differs");
  const end = Math.min(5, pitch / 2);
  return (
    <g className={classes.join(" ")}>
      {mark.stays ? <line className="tl-bar" x1={`${from}%`} x2={`${to}%`} y1={y} y2={y} /> : null}
      {mark.stays && props.to !== null ? (
        <line className="tl-end" x1={`${to}%`} x2={`${to}%`} y1={y - end} y2={y + end} />
      ) : null}
      <circle cx={`${from}%`} cy={y} r={active ? radius + 2 : radius} />
    </g>
  );
});
