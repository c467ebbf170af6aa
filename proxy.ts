import type { NextRequest, NextResponse } from "next/server";
import { guardPage } from "#lib/web/guard-page";

export function proxy(request: NextRequest): Promise<NextResponse> {
  return guardPage(request);
}

export const config = {
  /**
   * Every page, and every address that is none: Next runs a server action at any of them. Not the API,
   * which guards itself, nor files that are the same for everyone.
   */
  matcher: ["/((?!api(?:/|$)|_next/static/|favicon\\.ico$|icon\\.svg$).*)"],
};
