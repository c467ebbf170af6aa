import { toHandlers } from "#lib/web/to-handler";
import { rescheduleManyInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(rescheduleManyInstances);
