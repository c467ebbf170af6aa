import { toHandlers } from "#lib/web/to-handler";
import { getOneInstanceHistory } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getOneInstanceHistory);
