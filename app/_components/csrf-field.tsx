"use client";

import { createContext, useContext } from "react";
import type { ReactNode } from "react";
import { CSRF_FIELD, CSRF_META } from "#lib/web/csrf-names";

const Token = createContext("");

/** Around all that a page shows; what its scripts send reads the meta element (send-csrf.ts). */
export function CsrfToken({ token, children }: { token: string; children: ReactNode }) {
  return (
    <Token value={token}>
      <meta name={CSRF_META} content={token} />
      {children}
    </Token>
  );
}

/** In every form that works without JavaScript. */
export function CsrfField() {
  return <input type="hidden" name={CSRF_FIELD} value={useContext(Token)} readOnly />;
}
