import { toHandlers } from "#lib/web/to-handler";
import { listProtectedInstances, protectInstance } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  listProtectedInstances,
  protectInstance,
);
