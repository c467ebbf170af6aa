"use server";

import { z } from "zod";
import { listPolicies } from "#lib/retention/list-policies";
import { defineAction } from "#lib/web/action";
import { everyPage } from "../../_components/every-page";
import { listNamedSchedules } from "./_components/named-schedules";

const NOTHING = z.object({});

/** What a dialog lets choose from, asked for when it opens. */
export const listScheduleChoicesAction = defineAction({
  permission: "schedules.read",
  input: NOTHING,
  run: async (ctx) => ({ named: await listNamedSchedules(ctx), now: ctx.runtime.clock.now() }),
});

export const listPolicyChoicesAction = defineAction({
  permission: "policies.read",
  input: NOTHING,
  run: async (ctx) => {
    const items = await everyPage((page) => listPolicies(ctx, page));
    return items.map(({ id, name, isDefault, enforced, ...policy }) => {
      const { keepDays, keepCount, tiers, floor, zone } = policy;
      return { id, name, isDefault, enforced, rules: { keepDays, keepCount, tiers, floor, zone } };
    });
  },
});
