"use server";

import { z } from "zod";
import { chooseSchedulers } from "#lib/eventbridge/choose-scheduler";
import { ChooseSchedulersInput } from "#lib/eventbridge/schemas";
import { backUpInstances } from "#lib/instances/back-up-instances";
import { listInstanceIds } from "#lib/instances/list-instance-ids";
import { pauseInstances } from "#lib/instances/pause-instances";
import { removeInstances } from "#lib/instances/remove-instances";
import { rescheduleInstances } from "#lib/instances/reschedule-instances";
import { resumeInstances } from "#lib/instances/resume-instances";
import {
  BackUpInstancesInput,
  BulkInstancesInput,
  ListInstanceIdsQuery,
  RemoveInstancesInput,
  RescheduleInstancesInput,
  SetInstancesPolicyInput,
} from "#lib/instances/schemas";
import { setInstancesPolicy } from "#lib/instances/set-instances-policy";
import { validateInstances } from "#lib/instances/validate-instances";
import { requestInstancesPlan } from "#lib/plans/request-instances-plan";
import { RequestInstancesPlanInput } from "#lib/plans/schemas";
import { defineAction } from "#lib/web/action";

export const listMatchingInstancesAction = defineAction({
  permission: "instances.read",
  input: z.object({
    filters: z.record(z.string(), z.string()),
    cursor: z.string().optional(),
  }),
  run: async (ctx, { filters, cursor }) => {
    const query = ListInstanceIdsQuery.parse({ ...filters, cursor });
    const { items, nextCursor } = await listInstanceIds(ctx, query);
    return { items, nextCursor };
  },
});

export const backUpInstancesAction = defineAction({
  permission: "backups.create",
  input: BackUpInstancesInput,
  run: backUpInstances,
});

export const pauseInstancesAction = defineAction({
  permission: "instances.pause",
  input: BulkInstancesInput,
  run: pauseInstances,
});

export const resumeInstancesAction = defineAction({
  permission: "instances.pause",
  input: BulkInstancesInput,
  run: resumeInstances,
});

export const validateInstancesAction = defineAction({
  permission: "instances.validate",
  input: BulkInstancesInput,
  run: validateInstances,
});

export const rescheduleInstancesAction = defineAction({
  permission: "instances.write",
  input: RescheduleInstancesInput,
  run: rescheduleInstances,
});

export const chooseSchedulersAction = defineAction({
  permission: "schedules.write",
  input: ChooseSchedulersInput,
  run: chooseSchedulers,
});

export const setInstancesPolicyAction = defineAction({
  permission: "policies.write",
  input: SetInstancesPolicyInput,
  run: setInstancesPolicy,
});

export const removeInstancesAction = defineAction({
  permission: "instances.remove_many",
  input: RemoveInstancesInput,
  run: removeInstances,
});

export const planInstancesRemovalAction = defineAction({
  permission: "plans.write",
  input: RequestInstancesPlanInput,
  run: requestInstancesPlan,
});
