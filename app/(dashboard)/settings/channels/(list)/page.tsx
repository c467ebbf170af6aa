import type { Metadata } from "next";
import { listChannels } from "#lib/channels/list-channels";
import { getSettings } from "#lib/settings/get-settings";
import { EmptyState } from "../../../../_components/empty-state";
import { PlusIcon, SendIcon } from "../../../../_components/icons";
import { Link } from "../../../../_components/link";
import { NotAllowed } from "../../../../_components/not-allowed";
import { Notice } from "../../../../_components/notice";
import { PageHead } from "../../../../_components/page-head";
import { Panel } from "../../../../_components/panel";
import { startPage } from "../../../../_components/start-page";
import { ChannelTable } from "../_components/channel-table";
import { EscalationForm } from "../_components/escalation-form";

export const metadata: Metadata = { title: "Channels" };

export default async function ChannelsPage() {
  const { ctx, now, may } = await startPage();
  if (!may("channels.read")) return <NotAllowed needs="an administrator" />;
  const [{ items }, settings] = await Promise.all([listChannels(ctx), getSettings(ctx)]);
  const decides = may("channels.write") && ctx.accounts === "all";
  const add = decides ? (
    <Link className="btn btn-primary" href="/settings/channels/new">
      <PlusIcon /> Add a channel
    </Link>
  ) : undefined;
  return (
    <>
      <PageHead
        crumbs={[{ href: "/settings", label: "Settings" }]}
        title="Channels"
        lead="Where alerts are told: some at once, others only while nobody acknowledges."
        actions={items.length > 0 ? add : undefined}
      />
      <div className="stack">
        {ctx.runtime.config.publicUrl === undefined ? (
          <Notice tone="warn">
            <p>
              Messages have no link: say in <code>NEXTAUTH_URL</code> where browsers reach AMIVault.
            </p>
          </Notice>
        ) : null}
        <section className="panel" aria-label="Channels">
          {items.length === 0 ? (
            <EmptyState icon={<SendIcon />} title="Nobody is told yet" action={add}>
              Without a channel, alerts stand on these pages alone. Add e-mail, a Slack-compatible
              or signed webhook, and a heartbeat for when all of AMIVault is dead.
            </EmptyState>
          ) : (
            <ChannelTable
              channels={items}
              escalateAfterMinutes={settings.escalateAfterMinutes}
              now={now}
            />
          )}
        </section>
        {decides ? (
          <Panel title="Escalation">
            <EscalationForm minutes={settings.escalateAfterMinutes} />
          </Panel>
        ) : null}
      </div>
    </>
  );
}
