import type { Metadata } from "next";
import { cache } from "react";
import { toActSentence } from "#lib/audit/act-sentence.pure";
import { listAudit } from "#lib/audit/list-audit";
import { userIdOf } from "#lib/context";
import { getUser } from "#lib/users/get-user";
import { listUserAccounts } from "#lib/users/list-user-accounts";
import { listUserAudit } from "#lib/users/list-user-audit";
import { listSessions } from "#lib/users/sessions/list-sessions";
import { listTokens } from "#lib/users/tokens/list-tokens";
import { orNotFound } from "#lib/web/session";
import { AuditLink } from "../../../_components/audit-link";
import { toCountText } from "../../../_components/count-text.pure";
import { Link } from "../../../_components/link";
import { toNamedTitle } from "../../../_components/named-title";
import { NotAllowed } from "../../../_components/not-allowed";
import { PageHead } from "../../../_components/page-head";
import { Panel } from "../../../_components/panel";
import { RelativeTime } from "../../../_components/relative-time";
import { startPage } from "../../../_components/start-page";
import { EntryList } from "../../audit/_components/entry-list";
import { UserStateBadge } from "../_components/user-state";
import { endSessionsOfUserAction } from "../actions";
import { SessionTable, TokenTable } from "./access-lists";
import { ActButton } from "./act-button";
import { EditForm } from "./edit-form";
import { UserActs } from "./user-acts";
import { UserFacts } from "./user-facts";

const DONE_SHOWN = 10;

type Params = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getUser((await startPage()).ctx, { userId: id }));

export function generateMetadata({ params }: Params): Promise<Metadata> {
  const name = params.then(({ id }) => load(id)).then((user) => user.username);
  return toNamedTitle("User", name);
}

export default async function UserPage({ params }: Params) {
  const { ctx, now, may } = await startPage();
  if (!may("users.write") || ctx.accounts !== "all") {
    return <NotAllowed needs="an administrator who sees every account" />;
  }
  const { id: userId } = await params;
  const user = await orNotFound(load(userId));
  const [accounts, sessions, tokens, acts, done] = await Promise.all([
    listUserAccounts(ctx),
    listSessions(ctx, { userId }),
    listTokens(ctx, { userId }),
    listUserAudit(ctx, { userId }),
    listAudit(ctx, { actorId: userId, limit: DONE_SHOWN }),
  ]);
  const isOwn = userIdOf(ctx.actor) === userId;
  return (
    <div className="narrow">
      <PageHead
        crumbs={[{ href: "/users", label: "Users" }]}
        title={user.username}
        lead={<UserStateBadge user={user} />}
      />
      <div className="stack">
        <Panel title="User">
          <UserFacts user={user} now={now} />
        </Panel>
        <Panel title="Address, role and accounts">
          <EditForm user={user} accounts={accounts} />
        </Panel>
        <Panel
          title="Sessions"
          flush={sessions.items.length > 0}
          aside={
            sessions.items.length < 2 ? undefined : (
              <ActButton
                label={isOwn ? "End all others" : "End all"}
                small
                destroys
                question={{
                  title: isOwn
                    ? `End ${toCountText(sessions.items.length - 1, "other session")}?`
                    : `End ${toCountText(sessions.items.length, "session")} of “${user.username}”?`,
                  text: "Browsers and scripts there sign in again. Personal tokens go on.",
                }}
                action={endSessionsOfUserAction}
                input={{ userId }}
              />
            )
          }
        >
          {sessions.items.length === 0 ? (
            <p className="muted m-0">Not signed in anywhere.</p>
          ) : (
            <SessionTable userId={userId} sessions={sessions.items} now={now} />
          )}
        </Panel>
        {tokens.items.length === 0 ? null : (
          <Panel title="Personal tokens" flush>
            <TokenTable userId={userId} tokens={tokens.items} now={now} />
          </Panel>
        )}
        <Panel title="Access">
          {isOwn ? (
            <p className="m-0">
              This is you. Nobody takes their own access away: another administrator can. Your
              password and second factor are on the <Link href="/account">account page</Link>.
            </p>
          ) : (
            <UserActs user={user} now={now} />
          )}
        </Panel>
        <Panel
          title="What they did"
          aside={<AuditLink of={{ actorId: userId }} />}
          flush={done.items.length > 0}
        >
          {done.items.length === 0 ? (
            <p className="muted m-0">Nothing yet, or all of it is archived.</p>
          ) : (
            <EntryList entries={done.items} seesAll now={now} />
          )}
        </Panel>
        <Panel
          title="What was done to this user"
          aside={<AuditLink of={{ target: "user", targetId: userId }} />}
        >
          {acts.length === 0 ? (
            <p className="muted m-0">Nothing yet.</p>
          ) : (
            <ul className="m-0">
              {acts.map((act) => (
                <li key={act.id}>
                  <strong className="hostile">{act.actorName}</strong>{" "}
                  {toActSentence({ ...act, targetType: "user", before: null, after: null }, "")}{" "}
                  <RelativeTime at={act.at} now={now} />
                </li>
              ))}
            </ul>
          )}
        </Panel>
      </div>
    </div>
  );
}
