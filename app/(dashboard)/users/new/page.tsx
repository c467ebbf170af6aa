import type { Metadata } from "next";
import { listUserAccounts } from "#lib/users/list-user-accounts";
import { NotAllowed } from "../../../_components/not-allowed";
import { PageHead } from "../../../_components/page-head";
import { startPage } from "../../../_components/start-page";
import { InviteForm } from "./invite-form";

export const metadata: Metadata = { title: "Invite a user" };

export default async function NewUserPage() {
  const { ctx, now, may } = await startPage();
  if (!may("users.write") || ctx.accounts !== "all") {
    return <NotAllowed needs="an administrator who sees every account" />;
  }
  return (
    <div className="narrow">
      <PageHead
        crumbs={[{ href: "/users", label: "Users" }]}
        title="Invite a user"
        lead="You get a link for them. Nobody but they ever knows their password."
      />
      <section className="panel panel-body" aria-label="New user">
        <InviteForm accounts={await listUserAccounts(ctx)} now={now} />
      </section>
    </div>
  );
}
