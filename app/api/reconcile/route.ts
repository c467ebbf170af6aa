import { toHandlers } from "#lib/web/to-handler";
import { listReconciledPlaces, reconcileNow } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listReconciledPlaces, reconcileNow);
