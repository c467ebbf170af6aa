import type { ManagedUserDto } from "#lib/users/managed-user-dto";
import { Link } from "../../../_components/link";
import { RelativeTime } from "../../../_components/relative-time";
import { ROLE_WORDS } from "../../../_components/role-words";
import { UserStateBadge } from "./user-state";
import { toAccountWords } from "./user-words";

export function UserTable({ users, now }: { users: readonly ManagedUserDto[]; now: number }) {
  return (
    <table className="list list-cards">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">State</th>
          <th scope="col">Role</th>
          <th scope="col">Accounts</th>
          <th scope="col">Second factor</th>
          <th scope="col">Last sign-in</th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.id}>
            <td>
              <span className="cell-title">
                <Link href={`/users/${user.id}`} className="cut hostile" dir="auto">
                  {user.username}
                </Link>
                <span className="muted small cut">{user.email ?? ""}</span>
              </span>
            </td>
            <td data-label="State">
              <UserStateBadge user={user} />
            </td>
            <td data-label="Role">{ROLE_WORDS[user.role].name}</td>
            <td data-label="Accounts" className="wrap">
              {toAccountWords(user)}
            </td>
            <td data-label="Second factor">{user.hasSecondFactor ? "on" : "off"}</td>
            <td data-label="Last sign-in">
              {user.lastSignInAt === null ? (
                <span className="muted">never</span>
              ) : (
                <RelativeTime at={user.lastSignInAt} now={now} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
