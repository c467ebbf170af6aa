"use server";

import {
  forgetPlace,
  leaveObject,
  refreshPlace,
  repairPlace,
  rotateKey,
} from "#lib/eventbridge/repair-place";
import { LeaveInput, PlaceInput, RepairInput } from "#lib/eventbridge/schemas";
import { defineAction } from "#lib/web/action";

export const refreshPlaceAction = defineAction({
  permission: "schedules.write",
  input: PlaceInput,
  run: async (ctx, input) => {
    await refreshPlace(ctx, input);
    return null;
  },
});

export const repairPlaceAction = defineAction({
  permission: "schedules.write",
  input: RepairInput,
  run: async (ctx, input) => {
    await repairPlace(ctx, input);
    return null;
  },
});

export const leaveObjectAction = defineAction({
  permission: "schedules.write",
  input: LeaveInput,
  run: async (ctx, input) => {
    await leaveObject(ctx, input);
    return null;
  },
});

export const forgetPlaceAction = defineAction({
  permission: "credentials.write",
  input: PlaceInput,
  run: async (ctx, input) => {
    await forgetPlace(ctx, input);
    return null;
  },
});

export const rotateKeyAction = defineAction({
  permission: "credentials.write",
  input: PlaceInput,
  run: async (ctx, input) => {
    await rotateKey(ctx, input);
    return null;
  },
});
