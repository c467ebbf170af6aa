"use server";

import { createExclusionWindow } from "#lib/schedules/create-exclusion-window";
import { createSchedule } from "#lib/schedules/create-schedule";
import { deleteExclusionWindow } from "#lib/schedules/delete-exclusion-window";
import { deleteSchedule } from "#lib/schedules/delete-schedule";
import {
  CreateExclusionWindowInput,
  ExclusionWindowRef,
  UpdateExclusionWindowInput,
} from "#lib/schedules/exclusion-schemas";
import { refreshSchedules } from "#lib/schedules/refresh-schedules";
import {
  CreateScheduleInput,
  NoInput,
  ScheduleRef,
  UpdateScheduleInput,
} from "#lib/schedules/schemas";
import { updateExclusionWindow } from "#lib/schedules/update-exclusion-window";
import { updateSchedule } from "#lib/schedules/update-schedule";
import { defineAction } from "#lib/web/action";

export const createScheduleAction = defineAction({
  permission: "schedules.write",
  input: CreateScheduleInput,
  run: async (ctx, input) => ({ id: (await createSchedule(ctx, input)).id }),
});

export const updateScheduleAction = defineAction({
  permission: "schedules.write",
  input: UpdateScheduleInput,
  run: async (ctx, input) => ({ id: (await updateSchedule(ctx, input)).id }),
});

export const refreshSchedulesAction = defineAction({
  permission: "schedules.write",
  input: NoInput,
  run: (ctx) => refreshSchedules(ctx),
});

export const deleteScheduleAction = defineAction({
  permission: "schedules.write",
  input: ScheduleRef,
  run: async (ctx, input) => {
    await deleteSchedule(ctx, input);
    return null;
  },
});

export const createExclusionWindowAction = defineAction({
  permission: "schedules.write",
  input: CreateExclusionWindowInput,
  run: async (ctx, input) => ({ id: (await createExclusionWindow(ctx, input)).id }),
});

export const updateExclusionWindowAction = defineAction({
  permission: "schedules.write",
  input: UpdateExclusionWindowInput,
  run: async (ctx, input) => ({ id: (await updateExclusionWindow(ctx, input)).id }),
});

export const deleteExclusionWindowAction = defineAction({
  permission: "schedules.write",
  input: ExclusionWindowRef,
  run: async (ctx, input) => {
    await deleteExclusionWindow(ctx, input);
    return null;
  },
});
