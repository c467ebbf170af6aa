"use server";

import { pauseInstance } from "#lib/instances/pause-instance";
import { resumeInstance } from "#lib/instances/resume-instance";
import { InstanceRef } from "#lib/instances/schemas";
import { defineAction } from "#lib/web/action";

export const pauseInstanceAction = defineAction({
  permission: "instances.pause",
  input: InstanceRef,
  run: async (ctx, input) => ({ paused: (await pauseInstance(ctx, input)).paused }),
});

export const resumeInstanceAction = defineAction({
  permission: "instances.pause",
  input: InstanceRef,
  run: async (ctx, input) => ({ paused: (await resumeInstance(ctx, input)).paused }),
});
