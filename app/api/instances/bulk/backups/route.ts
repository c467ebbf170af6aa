import { toHandlers } from "#lib/web/to-handler";
import { backUpManyInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(backUpManyInstances);
