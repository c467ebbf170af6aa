import { DayPicture } from "./day-picture";
import { DAY_WORDS } from "./heat-words.pure";

/** In the order of the legend. */
const LEGEND = ["o", "m", "x", "s", "-"];

/** What is pointed at, else what the colours mean; a screen reader hears the cells themselves. */
export function HeatReadout(props: { text: string; isEmpty: boolean; retry: (() => void) | null }) {
  return (
    <div className="heat-foot">
      <span className="legend" aria-label="Legend" role="group">
        {LEGEND.map((code) => (
          <span key={code}>
            <DayPicture codes={code} /> {DAY_WORDS[code]}
          </span>
        ))}
      </span>
      <span className="heat-readout hostile" dir="auto" aria-hidden="true">
        {props.text}
      </span>
      {props.isEmpty ? <span className="muted">No instance is like that.</span> : null}
      {props.retry === null ? null : (
        <span role="alert">
          The other days could not be read.{" "}
          <button type="button" className="btn btn-plain btn-sm" onClick={props.retry}>
            Try again
          </button>
        </span>
      )}
    </div>
  );
}
