import { groupOf, type TimelineMark } from "./timeline-marks.pure";

const EDGE_X = 100;
const RADIUS_MAX = 4;

/** One bar, the dot where it was made, and the end where it goes; an open end says never. */
export function MarkRow(props: {
  mark: TimelineMark;
  y: number;
  pitch: number;
  toX: (at: number) => number;
  active: boolean;
}) {
  const { mark, y, pitch, toX, active } = props;
  const from = toX(mark.at);
  const to = mark.goesAt === null ? EDGE_X : toX(mark.goesAt);
  const radius = Math.min(RADIUS_MAX, Math.max(1.5, pitch * 0.42));
  const classes = ["tl-mark", `tl-${groupOf(mark)}`];
  if (active) classes.push("tl-active");
  if (mark.elsewhere !== undefined) classes.push("tl-differs");
  const end = Math.min(5, pitch / 2);
  return (
    <g className={classes.join(" ")}>
      {mark.stays ? <line className="tl-bar" x1={`${from}%`} x2={`${to}%`} y1={y} y2={y} /> : null}
      {mark.stays && mark.goesAt !== null ? (
        <line className="tl-end" x1={`${to}%`} x2={`${to}%`} y1={y - end} y2={y + end} />
      ) : null}
      <circle cx={`${from}%`} cy={y} r={active ? radius + 2 : radius} />
    </g>
  );
}
