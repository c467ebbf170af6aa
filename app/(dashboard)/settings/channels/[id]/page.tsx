import type { Metadata } from "next";
import { cache } from "react";
import { getChannel } from "#lib/channels/get-channel";
import { listChannelDeliveries } from "#lib/channels/list-channel-deliveries";
import { getSettings } from "#lib/settings/get-settings";
import { orNotFound } from "#lib/web/session";
import { NotAllowed } from "../../../../_components/not-allowed";
import { Notice } from "../../../../_components/notice";
import { PageHead } from "../../../../_components/page-head";
import { Panel } from "../../../../_components/panel";
import { RelativeTime } from "../../../../_components/relative-time";
import { toNamedTitle } from "../../../../_components/named-title";
import { startPage } from "../../../../_components/start-page";
import { ChannelForm } from "../_components/channel-form";
import { ChannelState } from "../_components/channel-state";
import { CHANNEL_LEADS } from "../_components/channel-words";
import { DeleteChannelButton } from "../_components/delete-channel-button";
import { DeliveryList } from "../_components/delivery-list";
import { listAccountOptions } from "../_components/list-account-options";
import { TestButton } from "../_components/test-button";

type Params = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getChannel((await startPage()).ctx, { channelId: id }));

export function generateMetadata({ params }: Params): Promise<Metadata> {
  const name = params.then(({ id }) => load(id)).then((channel) => channel.name);
  return toNamedTitle("Channel", name);
}

const TOLD_SHOWN = 10;

export default async function ChannelPage({ params }: Params) {
  const { ctx, now, may } = await startPage();
  if (!may("channels.read")) return <NotAllowed needs="an administrator" />;
  const decides = may("channels.write") && ctx.accounts === "all";
  const { id } = await params;
  const channel = await orNotFound(load(id));
  const { escalateAfterMinutes } = await getSettings(ctx);
  const told = await listChannelDeliveries(ctx, { channelId: id, limit: TOLD_SHOWN });
  return (
    <div className="narrow">
      <PageHead
        crumbs={[
          { href: "/settings", label: "Settings" },
          { href: "/settings/channels", label: "Channels" },
        ]}
        title={channel.name}
        lead={<ChannelState channel={channel} />}
        actions={decides ? <TestButton channelId={id} /> : undefined}
      />
      <div className="stack">
        {channel.lastError === null || channel.lastErrorAt === null ? null : (
          <Notice tone="bad">
            <p className="hostile">
              <strong>{channel.lastError}</strong>
            </p>
            <p>
              The last try was <RelativeTime at={channel.lastErrorAt} now={now} />. What waits is
              sent again by itself.
            </p>
          </Notice>
        )}
        <Panel title="Channel" aside={<span className="muted small">{channel.host}</span>}>
          <p className="muted">{CHANNEL_LEADS[channel.kind]}</p>
          {decides ? (
            <ChannelForm
              channel={channel}
              accounts={await listAccountOptions(ctx)}
              escalateAfterMinutes={escalateAfterMinutes}
            />
          ) : (
            <p className="m-0">It is changed by an administrator who sees every account.</p>
          )}
        </Panel>
        {channel.kind === "heartbeat" ? null : (
          <Panel title="Last told" flush>
            <DeliveryList deliveries={told.items} now={now} />
          </Panel>
        )}
        {decides ? (
          <Panel title="Delete">
            <DeleteChannelButton channelId={id} name={channel.name} />
          </Panel>
        ) : null}
      </div>
    </div>
  );
}
