import { toHandlers } from "#lib/web/to-handler";
import { pauseManyInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(pauseManyInstances);
