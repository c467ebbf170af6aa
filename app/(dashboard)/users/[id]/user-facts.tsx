import type { ManagedUserDto } from "#lib/users/managed-user-dto";
import { ExactTime } from "../../../_components/exact-time";
import { RelativeTime } from "../../../_components/relative-time";
import { ROLE_WORDS } from "../../../_components/role-words";
import { toAccountWords } from "../_components/user-words";

export function UserFacts({ user, now }: { user: ManagedUserDto; now: number }) {
  return (
    <dl className="facts">
      <dt>Role</dt>
      <dd>{ROLE_WORDS[user.role].name}</dd>
      <dt>Accounts</dt>
      <dd>{toAccountWords(user)}</dd>
      <dt>E-mail</dt>
      <dd className="hostile">{user.email ?? "none"}</dd>
      <dt>Second factor</dt>
      <dd>{user.hasSecondFactor ? "on" : "off"}</dd>
      <dt>Last sign-in</dt>
      <dd>
        {user.lastSignInAt === null ? "never" : <RelativeTime at={user.lastSignInAt} now={now} />}
      </dd>
      {user.link === null ? null : (
        <>
          <dt>Open link</dt>
          <dd>
            ends <ExactTime at={user.link.expiresAt} now={now} /> UTC
          </dd>
        </>
      )}
    </dl>
  );
}
