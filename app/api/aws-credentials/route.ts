import { toHandlers } from "#lib/web/to-handler";
import { addAwsCredential, listAwsCredentials } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAwsCredentials, addAwsCredential);
