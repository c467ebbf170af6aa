import { toHandlers } from "#lib/web/to-handler";
import { getFiringOfInstance } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getFiringOfInstance);
