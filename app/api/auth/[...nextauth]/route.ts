import { nextAuthHandler } from "#lib/web/next-auth-handler";

export const GET = nextAuthHandler;
export const POST = nextAuthHandler;
