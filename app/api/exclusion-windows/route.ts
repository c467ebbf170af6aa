import { toHandlers } from "#lib/web/to-handler";
import { addExclusionWindow, listAllExclusionWindows } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  listAllExclusionWindows,
  addExclusionWindow,
);
