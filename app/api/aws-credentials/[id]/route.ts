import { toHandlers } from "#lib/web/to-handler";
import { deleteAwsCredential, getAwsCredential, updateAwsCredential } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getAwsCredential,
  updateAwsCredential,
  deleteAwsCredential,
);
