import { toHandlers } from "#lib/web/to-handler";
import { resumeManyInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(resumeManyInstances);
