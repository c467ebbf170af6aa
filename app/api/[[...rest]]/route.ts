import { refuseUnknownPath } from "#lib/web/unknown-path";

export const GET = refuseUnknownPath;
export const POST = refuseUnknownPath;
export const PUT = refuseUnknownPath;
export const PATCH = refuseUnknownPath;
export const DELETE = refuseUnknownPath;
