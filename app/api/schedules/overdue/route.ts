import { toHandlers } from "#lib/web/to-handler";
import { listOverdueInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listOverdueInstances);
