import type { Metadata } from "next";
import { getSecondFactor } from "#lib/auth/second-factor/get-second-factor";
import { getMe } from "#lib/users/get-me";
import { listOwnAccounts } from "#lib/users/list-own-accounts";
import { wasPasswordJustChanged } from "#lib/users/was-password-just-changed";
import { Notice } from "../../_components/notice";
import { PageHead } from "../../_components/page-head";
import { Panel } from "../../_components/panel";
import { PasswordForm } from "../../_components/password-form";
import { ROLE_WORDS } from "../../_components/role-words";
import { SecondFactor } from "../../_components/second-factor/second-factor";
import { startPage } from "../../_components/start-page";
import { toAccountWords } from "../users/_components/user-words";
import { SessionsPanel } from "./_components/sessions-panel";
import { TokensPanel } from "./_components/tokens-panel";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { ctx, now } = await startPage();
  const me = await getMe(ctx);
  const accounts = await listOwnAccounts(ctx);
  const secondFactor = await getSecondFactor(ctx);
  const asked = await searchParams;
  // The address alone proves nothing: anybody may lead here.
  const changed = asked["changed"] !== undefined && (await wasPasswordJustChanged(ctx));
  return (
    <div className="narrow">
      <PageHead title="Account" lead="Who you are here, and how you prove it." />
      <div className="stack">
        {changed ? (
          <Notice tone="run" live>
            <p>
              <strong>The password is changed.</strong> Every other session of yours was signed out.
            </p>
          </Notice>
        ) : null}
        {asked["recovered"] === undefined || !secondFactor.on ? null : (
          <RecoveredNotice left={secondFactor.recoveryCodesLeft} />
        )}
        <Panel title="You">
          <dl className="facts">
            <dt>User name</dt>
            <dd>{me.username}</dd>
            <dt>E-mail</dt>
            <dd>{me.email ?? "none"}</dd>
            <dt>Role</dt>
            <dd>{ROLE_WORDS[me.role].name}</dd>
            <dt>Accounts</dt>
            <dd>{toAccountWords({ accounts })}</dd>
          </dl>
        </Panel>
        <Panel title="Password">
          <PasswordForm username={me.username} next="/account?changed=1" />
        </Panel>
        <Panel title="Second factor">
          <SecondFactor state={secondFactor} username={me.username} now={now} />
        </Panel>
        <SessionsPanel ctx={ctx} now={now} />
        <TokensPanel ctx={ctx} now={now} />
      </div>
    </div>
  );
}

function RecoveredNotice({ left }: { left: number }) {
  return (
    <Notice tone="warn" live>
      <p>
        <strong>You signed in with a recovery code, which is used up.</strong>{" "}
        {left === 1 ? "1 is left." : `${left} are left.`}
      </p>
      {left === 0 ? (
        <p>
          If the authenticator is lost, ask an administrator to reset your second factor: changing
          it takes one more code.
        </p>
      ) : (
        <p>
          If the authenticator is lost, change to a new one below, with one more of them; that makes
          new codes too.
        </p>
      )}
    </Notice>
  );
}
