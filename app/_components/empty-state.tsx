import type { ReactNode } from "react";

/** Says what belongs here and how to put it there. */
export function EmptyState(props: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      {props.icon}
      <h2>{props.title}</h2>
      <p>{props.children}</p>
      {props.action ? <div className="empty-actions">{props.action}</div> : null}
    </div>
  );
}
