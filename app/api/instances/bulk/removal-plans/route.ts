import { toHandlers } from "#lib/web/to-handler";
import { planRemovalOfManyInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(planRemovalOfManyInstances);
