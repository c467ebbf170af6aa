import { toHandlers } from "#lib/web/to-handler";
import { testOneChannel } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(testOneChannel);
