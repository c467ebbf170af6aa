import { memo } from "react";
import { PICTURE_HEIGHT, toDayShapes } from "./day-shapes.pure";

/** The colours of some days, one after another; their words stand beside or above it. */
export const DayPicture = memo(function DayPicture({ codes }: { codes: string }) {
  return (
    <svg
      className="heat-picture"
      viewBox={`0 0 ${codes.length} ${PICTURE_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {toDayShapes(codes).map(({ className, d }) => (
        <path key={className} className={className} d={d} />
      ))}
    </svg>
  );
});
