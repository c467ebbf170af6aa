import type { Metadata } from "next";
import { ROLES } from "#lib/db/schema/constants";
import { listUsers } from "#lib/users/list-users";
import { ListUsersInput } from "#lib/users/schemas";
import { USER_STATES } from "#lib/users/user-state.pure";
import { FilterBar } from "../../../_components/filter-bar";
import { filterSelect } from "../../../_components/filter-select";
import { PlusIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { readListQuery } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { NotAllowed } from "../../../_components/not-allowed";
import { NothingMatches } from "../../../_components/nothing-matches";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { Panel } from "../../../_components/panel";
import { ROLE_WORDS } from "../../../_components/role-words";
import { startPage } from "../../../_components/start-page";
import { RoleTable } from "../_components/role-table";
import { UserTable } from "../_components/user-table";
import { STATE_WORDS } from "../_components/user-words";

export const metadata: Metadata = { title: "Users" };

const SELECTS = [
  filterSelect({
    name: "role",
    label: "Role",
    every: "Every role",
    choices: ROLES.map((role) => [role, ROLE_WORDS[role].name]),
  }),
  filterSelect({
    name: "state",
    label: "State",
    every: "Every state",
    choices: USER_STATES.map((state) => [state, STATE_WORDS[state]]),
  }),
];

export default async function UsersPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  if (!may("users.read") || ctx.accounts !== "all") {
    return <NotAllowed needs="an administrator who sees every account" />;
  }
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListUsersInput,
    names: ["search", "role", "state"],
  });
  const page = await listUsers(ctx, query);
  return (
    <>
      <PageHead
        title="Users"
        lead="Who may sign in, and what they may do."
        actions={
          <Link className="btn btn-primary" href="/users/new">
            <PlusIcon /> Invite a user
          </Link>
        }
      />
      <IgnoredFilters ignored={ignored} />
      <div className="stack">
        <section className="panel" aria-label="Users">
          <div className="panel-filters">
            <FilterBar
              path="/users"
              searchLabel="Search by name or address"
              filters={filters}
              selects={SELECTS}
            />
          </div>
          {page.items.length === 0 ? (
            <NothingMatches href="/users" one="user" many="users" />
          ) : (
            <UserTable users={page.items} now={now} />
          )}
          <Pager
            path="/users"
            filters={filters}
            nextCursor={page.nextCursor}
            isFirst={query.cursor === undefined}
            shown={page.items.length}
            total={page.total}
            noun={page.total === 1 ? "user" : "users"}
          />
        </section>
        <Panel title="Roles">
          <RoleTable />
        </Panel>
      </div>
    </>
  );
}
