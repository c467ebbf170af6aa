import { pageOf } from "#lib/paging";
import { createExclusionWindow } from "#lib/schedules/create-exclusion-window";
import { ExclusionWindowDto } from "#lib/schedules/exclusion-dto";
import {
  CreateExclusionWindowInput,
  ListExclusionWindowsQuery,
} from "#lib/schedules/exclusion-schemas";
import { listExclusionWindows } from "#lib/schedules/list-exclusion-windows";
import { declareRoute } from "#lib/web/declare-route";

const path = "/api/exclusion-windows";
const tag = "Schedules";

export const listAllExclusionWindows = declareRoute({
  method: "GET",
  path,
  summary: "Times in which no scheduled backup starts, for one schedule or for all",
  tag,
  permission: "schedules.read",
  query: ListExclusionWindowsQuery,
  responses: { 200: pageOf(ExclusionWindowDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listExclusionWindows(ctx, query) }),
});

export const addExclusionWindow = declareRoute({
  method: "POST",
  path,
  summary: "Add an exclusion window: once (startsAt) or again and again (schedule), in a zone",
  tag,
  permission: "schedules.write",
  body: CreateExclusionWindowInput,
  idempotent: true,
  responses: { 201: ExclusionWindowDto },
  handle: async ({ ctx, body }) => {
    const window = await createExclusionWindow(ctx, body);
    const headers = { Location: `${path}/${window.id}` };
    return { status: 201, body: window, headers };
  },
});
