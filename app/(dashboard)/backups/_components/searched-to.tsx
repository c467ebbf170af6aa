import { ExactTime } from "../../../_components/exact-time";

/** A page that found little in the part of the history that it looked at. */
export function SearchedTo(props: { at: string | null; found: number; now: number }) {
  if (props.at === null) return null;
  return (
    <p className="searched-to m-0" role="status">
      {props.found === 0 ? "Nothing here so far" : "Few fit these filters"}: searched back to{" "}
      <ExactTime at={props.at} now={props.now} />, and there is more before. The next page goes on
      from there; a narrower filter finds it at once.
    </p>
  );
}
