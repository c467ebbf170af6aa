import { useId } from "react";
import type { ReactNode } from "react";

export function Panel(props: {
  title: ReactNode;
  aside?: ReactNode;
  foot?: ReactNode;
  /** Lists and tables reach the panel's edges. */
  flush?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{props.title}</h2>
        {props.aside}
      </div>
      {props.flush === true ? props.children : <div className="panel-body">{props.children}</div>}
      {props.foot === undefined ? null : <div className="panel-foot">{props.foot}</div>}
    </section>
  );
}
