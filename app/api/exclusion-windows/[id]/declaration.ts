import { z } from "zod";
import { deleteExclusionWindow } from "#lib/schedules/delete-exclusion-window";
import { ExclusionWindowDto } from "#lib/schedules/exclusion-dto";
import { UpdateExclusionWindowBody } from "#lib/schedules/exclusion-schemas";
import { getExclusionWindow } from "#lib/schedules/get-exclusion-window";
import { updateExclusionWindow } from "#lib/schedules/update-exclusion-window";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });
const path = "/api/exclusion-windows/{id}";
const tag = "Schedules";

export const getOneExclusionWindow = declareRoute({
  method: "GET",
  path,
  summary: "One exclusion window",
  tag,
  permission: "schedules.read",
  params,
  responses: { 200: ExclusionWindowDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getExclusionWindow(ctx, { exclusionWindowId: params.id }),
  }),
});

export const updateOneExclusionWindow = declareRoute({
  method: "PATCH",
  path,
  summary: "Change an exclusion window; announced and waiting runs follow it",
  tag,
  permission: "schedules.write",
  params,
  body: UpdateExclusionWindowBody,
  responses: { 200: ExclusionWindowDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await updateExclusionWindow(ctx, { exclusionWindowId: params.id, ...body }),
  }),
});

export const deleteOneExclusionWindow = declareRoute({
  method: "DELETE",
  path,
  summary: "Delete an exclusion window; what it has skipped stays skipped",
  tag,
  permission: "schedules.write",
  params,
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await deleteExclusionWindow(ctx, { exclusionWindowId: params.id });
    return { status: 204 };
  },
});
