import { toHandlers } from "#lib/web/to-handler";
import { getAwsRoleTemplate } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getAwsRoleTemplate);
