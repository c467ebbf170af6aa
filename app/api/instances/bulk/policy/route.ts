import { toHandlers } from "#lib/web/to-handler";
import { setPolicyOfManyInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(setPolicyOfManyInstances);
