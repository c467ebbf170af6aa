import type { ReactNode } from "react";

/** A cell of a table that becomes cards: where there is nothing to say, a card leaves it out. */
export function MaybeCell(props: { label: string; className?: string; children: ReactNode }) {
  const isNothing = props.children === null;
  const names = ["line", props.className, isNothing ? "is-nothing" : ""].filter(Boolean).join(" ");
  return (
    <td className={names} data-label={props.label}>
      {isNothing ? <span className="muted">–</span> : props.children}
    </td>
  );
}
