"use server";

import { ignoreDiscovered } from "#lib/discovery/ignore-discovered";
import { listDiscoveredIds } from "#lib/discovery/list-discovered-ids";
import { protectDiscovered } from "#lib/discovery/protect-discovered";
import { requestDiscovery } from "#lib/discovery/request-discovery";
import {
  IgnoreDiscoveredInput,
  ListDiscoveredQuery,
  ProtectDiscoveredInput,
  RequestDiscoveryInput,
} from "#lib/discovery/schemas";
import { PAGE_SIZE_MAX } from "#lib/paging";
import { defineAction } from "#lib/web/action";
import { z } from "zod";

export const requestDiscoveryAction = defineAction({
  permission: "instances.write",
  input: RequestDiscoveryInput,
  run: requestDiscovery,
});

export const protectDiscoveredAction = defineAction({
  permission: "instances.write",
  input: ProtectDiscoveredInput,
  run: protectDiscovered,
});

export const ignoreDiscoveredAction = defineAction({
  permission: "instances.write",
  input: IgnoreDiscoveredInput,
  run: ignoreDiscovered,
});

export const listMatchingDiscoveredAction = defineAction({
  permission: "instances.read",
  input: z.object({ filters: ListDiscoveredQuery.partial(), cursor: z.string().optional() }),
  run: async (ctx, { filters, cursor }) => {
    const query = { ...filters, limit: PAGE_SIZE_MAX, ...(cursor ? { cursor } : {}) };
    const { items, nextCursor } = await listDiscoveredIds(ctx, query);
    return { items, nextCursor };
  },
});
