import type { Metadata } from "next";
import { getSettings } from "#lib/settings/get-settings";
import { NotAllowed } from "../../../../_components/not-allowed";
import { PageHead } from "../../../../_components/page-head";
import { startPage } from "../../../../_components/start-page";
import { ChannelForm } from "../_components/channel-form";
import { listAccountOptions } from "../_components/list-account-options";

export const metadata: Metadata = { title: "Add a channel" };

export default async function NewChannelPage() {
  const { ctx, may } = await startPage();
  if (!may("channels.write") || ctx.accounts !== "all") {
    return <NotAllowed needs="an administrator who sees every account" />;
  }
  const { escalateAfterMinutes } = await getSettings(ctx);
  return (
    <div className="narrow">
      <PageHead
        crumbs={[
          { href: "/settings", label: "Settings" },
          { href: "/settings/channels", label: "Channels" },
        ]}
        title="Add a channel"
        lead="Send a test once it is saved: it says exactly what the server answers."
      />
      <section className="panel panel-body" aria-label="New channel">
        <ChannelForm
          accounts={await listAccountOptions(ctx)}
          escalateAfterMinutes={escalateAfterMinutes}
        />
      </section>
    </div>
  );
}
