import { toHandlers } from "#lib/web/to-handler";
import { exportProtectedInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(exportProtectedInstances);
