import { toHandlers } from "#lib/web/to-handler";
import { chooseSchedulerOfManyInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(chooseSchedulerOfManyInstances);
