import type { Noun } from "./selection";

const NAMED_MAX = 10;

/** What an act is about to take away, by name: hostile text. */
export function ChosenNames({ chosen, noun }: { chosen: ReadonlyMap<string, string>; noun: Noun }) {
  const more = chosen.size - NAMED_MAX;
  return (
    <ul className="chosen-names" aria-label={`The ${noun.many}`}>
      {[...chosen].slice(0, NAMED_MAX).map(([id, label]) => (
        <li key={id} className="hostile" dir="auto">
          {label}
        </li>
      ))}
      {more > 0 ? <li className="muted">and {more.toLocaleString("en")} more</li> : null}
    </ul>
  );
}
