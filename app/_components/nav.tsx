"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Link } from "./link";
import { SIDEBAR_ID } from "./sidebar-id";

/** A link of the sidebar. On small screens the sidebar is a popover: a visit closes it. */
export function NavLink(props: { href: string; className?: string; children: ReactNode }) {
  const path = usePathname();
  const here = path === props.href || (props.href !== "/" && path.startsWith(`${props.href}/`));
  return (
    <Link
      href={props.href}
      className={props.className ?? "nav-link"}
      aria-current={here ? "page" : undefined}
      onClick={closeSidebar}
    >
      {props.children}
    </Link>
  );
}

function closeSidebar(): void {
  const sidebar = document.getElementById(SIDEBAR_ID);
  if (sidebar?.matches(":popover-open") === true) sidebar.hidePopover();
}
