import type { Metadata } from "next";
import { cache } from "react";
import { getAlert } from "#lib/alerts/get-alert";
import { orNotFound } from "#lib/web/session";
import { ExactTime } from "../../../_components/exact-time";
import { Link } from "../../../_components/link";
import { Notice } from "../../../_components/notice";
import { PageHead } from "../../../_components/page-head";
import { Panel } from "../../../_components/panel";
import { RelativeTime } from "../../../_components/relative-time";
import { Suggestion } from "../../../_components/suggestion";
import { toNamedTitle } from "../../../_components/named-title";
import { startPage } from "../../../_components/start-page";
import { AcknowledgeButton } from "../_components/acknowledge-button";
import { AlertStatusBadge, SeverityBadge } from "../_components/alert-badges";
import { toAlertAct } from "../_components/alert-act.pure";
import { MemberTable } from "../_components/member-table";
import { ToldList } from "../_components/told-list";

type Params = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getAlert((await startPage()).ctx, { alertId: id }));

export function generateMetadata({ params }: Params): Promise<Metadata> {
  const name = params.then(({ id }) => load(id)).then((alert) => alert.title);
  return toNamedTitle("Alert", name);
}

export default async function AlertPage({ params }: Params) {
  const { ctx, now, may } = await startPage();
  const addsChannels = may("channels.write") && ctx.accounts === "all";
  const { id } = await params;
  const alert = await orNotFound(load(id));
  const { members, deliveries } = alert;
  const act = toAlertAct(alert);
  const isOpen = alert.closedAt === null;
  return (
    <div className="narrow" data-live-entity={alert.id}>
      <PageHead
        crumbs={[{ href: "/alerts", label: "Alerts" }]}
        title={alert.title}
        lead={
          <span className="d-flex flex-wrap gap-2">
            <SeverityBadge severity={alert.severity} />
            <AlertStatusBadge alert={alert} />
          </span>
        }
        actions={
          alert.mayBeAcknowledged && may("alerts.acknowledge") ? (
            <AcknowledgeButton alertId={alert.id} title={alert.title} look="page" />
          ) : undefined
        }
      />
      <div className="stack">
        <Notice tone={isOpen ? (alert.severity === "critical" ? "bad" : "warn") : "quiet"}>
          <p className="hostile">
            <strong>{alert.message}</strong>
          </p>
          {alert.suggestion === null || !isOpen ? null : <Suggestion text={alert.suggestion} />}
          {act === null ? null : (
            <p>
              <Link href={act.href}>{act.words}</Link>
            </p>
          )}
        </Notice>
        <Panel title="Facts">
          <dl className="facts">
            <dt>Since</dt>
            <dd>
              <RelativeTime at={alert.openedAt} now={now} />,{" "}
              <ExactTime at={alert.openedAt} now={now} /> UTC
            </dd>
            {alert.accountId === null ? null : (
              <>
                <dt>Account</dt>
                <dd>
                  <code>{alert.accountId}</code>
                </dd>
              </>
            )}
            {alert.acknowledgedAt === null ? null : (
              <>
                <dt>Acknowledged</dt>
                <dd>
                  by {alert.acknowledgedBy}, <RelativeTime at={alert.acknowledgedAt} now={now} />
                </dd>
              </>
            )}
            {alert.escalateAt === null ? null : (
              <>
                <dt>{alert.status === "open" ? "Told next" : "Opens again"}</dt>
                <dd>
                  <RelativeTime at={alert.escalateAt} now={now} />
                  {alert.status === "open"
                    ? ", unless somebody acknowledges it"
                    : ": it befell more since, unless that is acknowledged too"}
                </dd>
              </>
            )}
            {alert.closedAt === null ? null : (
              <>
                <dt>Closed</dt>
                <dd>
                  <RelativeTime at={alert.closedAt} now={now} />: {alert.closedReason}
                </dd>
              </>
            )}
          </dl>
        </Panel>
        {members.length === 0 ? null : (
          <Panel
            title="Affected"
            aside={
              members.length < alert.memberCount ? (
                <span className="muted small">
                  the first {members.length} of {alert.memberCount}
                </span>
              ) : undefined
            }
            flush
          >
            <MemberTable members={members} cause={alert.message} now={now} />
          </Panel>
        )}
        <Panel
          title="Who was told"
          aside={may("channels.read") ? <Link href="/settings/channels">Channels</Link> : undefined}
          flush
        >
          {deliveries.length === 0 ? (
            <p className="muted panel-body m-0">
              {!isOpen
                ? "Nobody: no channel took it."
                : alert.channelCount > 0
                  ? "Nobody yet."
                  : "Nobody: no channel takes it."}{" "}
              {isOpen && alert.channelCount === 0 && addsChannels ? (
                <Link href="/settings/channels/new">Add a channel</Link>
              ) : null}
            </p>
          ) : (
            <ToldList deliveries={deliveries} now={now} />
          )}
        </Panel>
      </div>
    </div>
  );
}
