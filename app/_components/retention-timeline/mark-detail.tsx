import { toUtcText } from "../exact-time.pure";
import { Link } from "../link";
import { goesText } from "./mark-text.pure";
import type { TimelineMark } from "./timeline-marks.pure";

/** What the bar that is pointed at, or walked to, means; its room is always taken. */
export function MarkDetail(props: {
  mark: TimelineMark | undefined;
  count: number;
  /** Older ones that are not drawn. */
  left: number;
}) {
  const { mark, count, left } = props;
  if (mark === undefined) {
    const older = left > 0 ? `; ${left} older ones are not drawn` : "";
    return (
      <p className="timeline-detail muted">
        {count} {count === 1 ? "bar" : "bars"}, the newest on top, from its making to its removal
        {older}. Point at one, or walk with the arrow keys.
      </p>
    );
  }
  return (
    <p className="timeline-detail">
      {mark.href === null ? (
        <strong>{toUtcText(mark.at)}</strong>
      ) : (
        <Link href={mark.href} className="strong">
          {toUtcText(mark.at)}
        </Link>
      )}{" "}
      {mark.words}; {goesText(mark)}
      {mark.elsewhere === undefined ? "" : `; ${mark.elsewhere}`}.
    </p>
  );
}
