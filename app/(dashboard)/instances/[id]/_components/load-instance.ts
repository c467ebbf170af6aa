import type { Metadata } from "next";
import { cache } from "react";
import { getInstance } from "#lib/instances/get-instance";
import { toNamedTitle } from "../../../../_components/named-title";
import { startPage } from "../../../../_components/start-page";

/** Once for each request, for the page and its title alike. */
export const loadInstance = cache(async (id: string) =>
  getInstance((await startPage()).ctx, { instanceId: id }),
);

/** What the tab of one of an instance's pages is called. */
export function toInstanceTitle(what: string, params: Promise<{ id: string }>): Promise<Metadata> {
  const name = params
    .then(({ id }) => loadInstance(id))
    .then((instance) => instance.name || instance.instanceId);
  return toNamedTitle(what, name);
}
