import { toHandlers } from "#lib/web/to-handler";
import { previewOneSchedule } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(previewOneSchedule);
