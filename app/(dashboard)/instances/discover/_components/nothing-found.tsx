import type { DiscoveredStatus } from "#lib/discovery/schemas";
import { EmptyState } from "../../../../_components/empty-state";
import {
  CloudIcon,
  CredentialsIcon,
  InstancesIcon,
  SearchIcon,
} from "../../../../_components/icons";
import { Link } from "../../../../_components/link";
import { CheckCircleIcon } from "../../../../_components/outcome-icons";

export function NoCredential() {
  return (
    <section className="panel" aria-label="Discovered instances">
      <EmptyState
        icon={<CredentialsIcon />}
        title="A credential comes first"
        action={
          <Link className="btn btn-primary" href="/credentials/new">
            Add a credential
          </Link>
        }
      >
        It says which account is looked at, and how it is reached.
      </EmptyState>
    </section>
  );
}

export function NothingFound(props: {
  status: DiscoveredStatus | "all";
  isFiltered: boolean;
  isLooking: boolean;
  wasLookedAt: boolean;
}) {
  if (props.isFiltered) {
    return (
      <EmptyState
        icon={<SearchIcon />}
        title="Nothing matches"
        action={
          <Link className="btn btn-plain" href="/instances/discover">
            Show what is not protected
          </Link>
        }
      >
        No instance fits these filters.
      </EmptyState>
    );
  }
  if (!props.wasLookedAt || props.isLooking) {
    return (
      <EmptyState
        icon={<CloudIcon />}
        title={props.isLooking ? "Looking…" : "Nothing was looked at yet"}
      >
        {props.isLooking
          ? "Instances appear here as the accounts answer."
          : "Each account is looked at by itself within a minute of its first credential, then every few hours as the settings say; Discover does it now."}
      </EmptyState>
    );
  }
  if (props.status === "unprotected") {
    return (
      <EmptyState icon={<CheckCircleIcon />} title="Nothing is left unprotected">
        Every instance that the last look showed is protected, or left alone on purpose. What
        appears later is found by itself within hours, as the settings say.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<InstancesIcon />} title="None of these">
      No instance that a look has shown is in this state.
    </EmptyState>
  );
}
