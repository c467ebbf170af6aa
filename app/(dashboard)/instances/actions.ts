"use server";

import { chooseScheduler } from "#lib/eventbridge/choose-scheduler";
import { ChooseSchedulerInput } from "#lib/eventbridge/schemas";
import { addInstance } from "#lib/instances/add-instance";
import { checkInstance } from "#lib/instances/check-instance";
import {
  AddInstanceInput,
  CheckInstanceInput,
  InstanceRef,
  UpdateInstanceInput,
} from "#lib/instances/schemas";
import { updateInstance } from "#lib/instances/update-instance";
import { validateInstance } from "#lib/instances/validate-instance";
import { defineAction } from "#lib/web/action";

export const checkInstanceAction = defineAction({
  permission: "instances.validate",
  input: CheckInstanceInput,
  run: checkInstance,
});

export const addInstanceAction = defineAction({
  permission: "instances.write",
  input: AddInstanceInput,
  run: async (ctx, input) => ({ id: (await addInstance(ctx, input)).id }),
});

export const updateInstanceAction = defineAction({
  permission: "instances.write",
  input: UpdateInstanceInput,
  run: async (ctx, input) => ({ id: (await updateInstance(ctx, input)).id }),
});

export const validateInstanceAction = defineAction({
  permission: "instances.validate",
  input: InstanceRef,
  run: async (ctx, input) => {
    const { ok, message, suggestion } = await validateInstance(ctx, input);
    return { ok, message, suggestion };
  },
});

export const chooseSchedulerAction = defineAction({
  permission: "schedules.write",
  input: ChooseSchedulerInput,
  run: async (ctx, input) => ({ id: (await chooseScheduler(ctx, input)).id }),
});
