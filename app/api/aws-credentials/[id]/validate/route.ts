import { toHandlers } from "#lib/web/to-handler";
import { validateAwsCredential } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(validateAwsCredential);
