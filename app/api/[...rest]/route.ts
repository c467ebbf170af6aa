import { unknownPathHandlers } from "#lib/web/unknown-path";

export const { GET, POST, PUT, PATCH, DELETE } = unknownPathHandlers();
