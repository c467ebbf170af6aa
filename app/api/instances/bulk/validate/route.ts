import { toHandlers } from "#lib/web/to-handler";
import { validateManyInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(validateManyInstances);
