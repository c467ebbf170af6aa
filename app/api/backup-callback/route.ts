import { toHandlers } from "#lib/web/to-handler";
import { reportFromFunction } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(reportFromFunction);
