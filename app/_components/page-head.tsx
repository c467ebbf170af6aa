import type { ReactNode } from "react";
import { Link } from "./link";

export interface Crumb {
  href: string;
  label: string;
}

export function PageHead(props: {
  title: ReactNode;
  lead?: ReactNode;
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
}) {
  return (
    <header className="page-head">
      <div>
        {props.crumbs === undefined ? null : (
          <nav className="crumbs" aria-label="Breadcrumb">
            {props.crumbs.map((crumb) => (
              <span key={crumb.href}>
                <Link href={crumb.href}>{crumb.label}</Link> <span aria-hidden="true">/</span>
              </span>
            ))}
          </nav>
        )}
        <h1 className="hostile">{props.title}</h1>
        {props.lead === undefined ? null : <p className="page-lead">{props.lead}</p>}
      </div>
      {props.actions === undefined ? null : (
        <div className="page-head-actions">{props.actions}</div>
      )}
    </header>
  );
}
