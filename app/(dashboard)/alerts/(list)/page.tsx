import type { Metadata } from "next";
import { listAlerts } from "#lib/alerts/list-alerts";
import { listOpenAlerts } from "#lib/alerts/list-open-alerts";
import { ListAlertsQuery } from "#lib/alerts/schemas";
import { listChannels } from "#lib/channels/list-channels";
import type { Context } from "#lib/context";
import { NotFoundError } from "#lib/errors";
import { getInstance } from "#lib/instances/get-instance";
import { EmptyState } from "../../../_components/empty-state";
import { FilterBar } from "../../../_components/filter-bar";
import { AlertsIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { readListQuery } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { CheckCircleIcon } from "../../../_components/outcome-icons";
import { Notice } from "../../../_components/notice";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { Panel } from "../../../_components/panel";
import { startPage } from "../../../_components/start-page";
import { listAccountOptions } from "../../settings/channels/_components/list-account-options";
import { AlertRows } from "../_components/alert-rows";
import { OpenAlerts } from "../_components/open-alerts";
import { alertSelects } from "../_components/alert-selects";

export const metadata: Metadata = { title: "Alerts" };

const OPEN_MAX = 200;
const NAMES = ["status", "kind", "severity", "account", "instance"];

export default async function AlertsPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListAlertsQuery,
    names: NAMES,
  });
  const { kind, severity, account, instance } = query;
  const wanted = { kind, severity, account, instance };
  const shows = filters["status"] ?? "all";
  const [open, closed, accountIds, named] = await Promise.all([
    shows === "closed" ? null : listOpenAlerts(ctx, { ...wanted, limit: OPEN_MAX }),
    shows === "open"
      ? null
      : listAlerts(ctx, { ...wanted, cursor: query.cursor, status: "closed" }),
    listAccountOptions(ctx),
    instance === undefined ? null : nameInstance(ctx, instance),
  ]);
  const isFiltered = Object.values(wanted).some((value) => value !== undefined);
  const isToldNobody = may("channels.read") && !(await hasToldChannel(ctx));
  const mayAcknowledge = may("alerts.acknowledge");
  return (
    <>
      <PageHead
        title="Alerts"
        lead="One for each cause, however many instances it affects. An alert closes by itself when its cause is gone."
        actions={
          may("channels.read") ? (
            <Link className="btn btn-plain" href="/settings/channels">
              Channels
            </Link>
          ) : undefined
        }
      />
      <IgnoredFilters ignored={ignored} />
      <div className="stack">
        {isToldNobody ? (
          <Notice tone="warn">
            <p>
              <strong>Nobody is told of alerts.</strong> They stand on these pages alone until a
              channel is switched on.
            </p>
            <p>
              {ctx.accounts === "all" ? (
                <Link href="/settings/channels">Set up a channel</Link>
              ) : (
                "An administrator who sees every account sets one up."
              )}
            </p>
          </Notice>
        ) : null}
        <FilterBar
          path="/alerts"
          filters={filters}
          selects={alertSelects(
            accountIds.map(({ accountId }) => accountId),
            named,
          )}
        />
        {open === null ? null : (
          <Panel
            title="Open"
            aside={
              open.length > 0 ? (
                <span className="muted small">
                  {open.length < OPEN_MAX ? open.length : `the ${OPEN_MAX} most urgent`}
                </span>
              ) : undefined
            }
            flush
          >
            {open.length === 0 ? (
              <EmptyState
                icon={<CheckCircleIcon />}
                title={isFiltered ? "Nothing like that is open" : "Nothing is wrong"}
              >
                What fails, is late or waits for a person appears here, and is told to your
                channels.
              </EmptyState>
            ) : (
              <OpenAlerts
                alerts={open}
                filters={filters}
                now={now}
                mayAcknowledge={mayAcknowledge}
              />
            )}
          </Panel>
        )}
        {closed === null ? null : (
          <Panel title="History" flush>
            {closed.items.length === 0 ? (
              <EmptyState icon={<AlertsIcon />} title="No closed alerts">
                Alerts whose cause is gone stay here, with what they affected and who was told.
              </EmptyState>
            ) : (
              <AlertRows alerts={closed.items} now={now} mayAcknowledge={false} />
            )}
            <Pager
              path="/alerts"
              filters={filters}
              nextCursor={closed.nextCursor}
              isFirst={query.cursor === undefined}
              shown={closed.items.length}
              total={closed.total}
              noun="alerts"
            />
          </Panel>
        )}
      </div>
    </>
  );
}

/** A heartbeat tells of AMIVault as a whole, not of alerts. */
async function hasToldChannel(ctx: Context): Promise<boolean> {
  const { items } = await listChannels(ctx);
  return items.some(({ enabled, kind }) => enabled && kind !== "heartbeat");
}

async function nameInstance(ctx: Context, instanceId: string) {
  try {
    const { id, name, instanceId: ec2Id } = await getInstance(ctx, { instanceId });
    return { id, name: name === "" ? ec2Id : name };
  } catch (error) {
    if (error instanceof NotFoundError) return { id: instanceId, name: instanceId };
    throw error;
  }
}
