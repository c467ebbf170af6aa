import { toHandlers } from "#lib/web/to-handler";
import { removeManyInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(removeManyInstances);
