import type { ReactNode } from "react";
import { makePageToken } from "#lib/web/session";
import { hasSecondFactor } from "#lib/auth/second-factor/has-second-factor";
import { countOpenAlerts } from "#lib/alerts/list-open-alerts";
import { CsrfToken } from "../_components/csrf-field";
import { LivePage } from "../_components/live/live-page";
import { listPaletteActs } from "../_components/palette/palette-acts";
import { DialogHost } from "../_components/dialog-host";
import { ProofHost } from "../_components/proof/proof-host";
import { readTaste } from "../_components/read-taste";
import { ROLE_WORDS } from "../_components/role-words";
import { Shortcuts } from "../_components/shortcuts";
import { Sidebar, Topbar } from "../_components/sidebar";
import { startPage } from "../_components/start-page";
import { THEME_COOKIE, parseTheme } from "../_components/theme";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { ctx, eventId, may } = await startPage();
  const { actor } = ctx;
  const theme = parseTheme(await readTaste(THEME_COOKIE));
  const user = actor.type === "user" ? actor : { username: actor.type, role: null };
  return (
    <CsrfToken token={await makePageToken()}>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <div className="shell">
        <Topbar />
        <Sidebar
          user={{
            username: user.username,
            role: user.role === null ? "" : ROLE_WORDS[user.role].name,
            seesUsers: may("users.read") && ctx.accounts === "all",
            seesAudit: may("audit.read"),
          }}
          theme={theme}
          alerts={may("alerts.read") ? await countOpenAlerts(ctx) : null}
        />
        <main className="main" id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <LivePage afterId={eventId} />
      <DialogHost />
      <ProofHost username={user.username} hasSecondFactor={await hasSecondFactor(ctx)} />
      <Shortcuts acts={listPaletteActs(may)} />
    </CsrfToken>
  );
}
