import { toHandlers } from "#lib/web/to-handler";
import { resetSecondFactorOfUser } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(resetSecondFactorOfUser);
