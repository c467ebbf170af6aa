import type { AlertCountsDto } from "#lib/alerts/dto";
import { Brand } from "./brand";
import {
  AccountIcon,
  AlertsIcon,
  BackupsIcon,
  CalendarIcon,
  CloudIcon,
  CloseIcon,
  CredentialsIcon,
  DashboardIcon,
  FindingsIcon,
  InstancesIcon,
  MenuIcon,
  RetentionIcon,
  SearchIcon,
  SettingsIcon,
  TrashIcon,
} from "./icons";
import { NavLink } from "./nav";
import { ClockIcon } from "./outcome-icons";
import { SIDEBAR_ID } from "./sidebar-id";
import { SignOutButton } from "./sign-out-button";
import { ThemeSwitch } from "./theme-switch";
import type { Theme } from "./theme";

const AREAS = [
  { href: "/", label: "Dashboard", icon: <DashboardIcon /> },
  { href: "/alerts", label: "Alerts", icon: <AlertsIcon /> },
  { href: "/instances", label: "Instances", icon: <InstancesIcon /> },
  { href: "/backups", label: "Backups", icon: <BackupsIcon /> },
  { href: "/amis", label: "AMIs", icon: <CloudIcon /> },
  { href: "/schedules", label: "Schedules", icon: <CalendarIcon /> },
  { href: "/findings", label: "Findings", icon: <FindingsIcon /> },
  { href: "/retention", label: "Retention", icon: <RetentionIcon /> },
  { href: "/plans", label: "Removal plans", icon: <TrashIcon /> },
  { href: "/credentials", label: "Credentials", icon: <CredentialsIcon /> },
  { href: "/users", label: "Users", icon: <AccountIcon /> },
  { href: "/audit", label: "Audit log", icon: <ClockIcon /> },
  { href: "/settings", label: "Settings", icon: <SettingsIcon /> },
] as const;

export function Topbar() {
  return (
    <header className="topbar">
      <button
        type="button"
        className="btn btn-quiet btn-icon"
        popoverTarget={SIDEBAR_ID}
        aria-label="Open the menu"
      >
        <MenuIcon />
      </button>
      <Brand />
    </header>
  );
}

/** Part of the page on large screens, a popover without any script on small ones. */
export function Sidebar(props: {
  user: SidebarUser;
  theme: Theme | null;
  alerts: AlertCountsDto | null;
}) {
  const { user, theme, alerts } = props;
  const areas = AREAS.filter(
    ({ href }) => (href !== "/users" || user.seesUsers) && (href !== "/audit" || user.seesAudit),
  );
  return (
    <aside className="sidebar" id={SIDEBAR_ID} popover="auto" aria-label="Menu">
      <div className="d-flex justify-content-between">
        <Brand />
        <button
          type="button"
          className="btn btn-quiet btn-icon d-lg-none"
          popoverTarget={SIDEBAR_ID}
          popoverTargetAction="hide"
          aria-label="Close the menu"
        >
          <CloseIcon />
        </button>
      </div>
      <button type="button" className="find" data-find aria-keyshortcuts="Control+K Meta+K">
        <SearchIcon /> Find <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <nav aria-label="Main">
        {areas.map((area) => (
          <NavLink key={area.href} href={area.href}>
            {area.icon}
            {area.label}
            {area.href === "/alerts" ? <AlertCount counts={alerts} /> : null}
          </NavLink>
        ))}
      </nav>
      <div className="sidebar-foot">
        <ThemeSwitch initial={theme} />
        <div className="d-flex align-items-center gap-1">
          <NavLink href="/account" className="who">
            <AccountIcon />
            <span>
              <span className="cut d-block">{user.username}</span>
              <span className="muted small">{user.role}</span>
            </span>
          </NavLink>
          <SignOutButton />
        </div>
      </div>
    </aside>
  );
}

/** Those nobody looks after yet. */
function AlertCount({ counts }: { counts: AlertCountsDto | null }) {
  if (counts === null || counts.open === 0) return null;
  const words = counts.open === 1 ? "1 open alert" : `${counts.open} open alerts`;
  return (
    <span className={counts.critical > 0 ? "nav-count nav-count-bad" : "nav-count"}>
      <span aria-hidden="true">{counts.open}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

export interface SidebarUser {
  username: string;
  role: string;
  seesUsers: boolean;
  seesAudit: boolean;
}
