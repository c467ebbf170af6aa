import type { ReactNode } from "react";
import { makePageToken } from "#lib/web/session";
import { Brand } from "../_components/brand";
import { CsrfToken } from "../_components/csrf-field";

export default async function DoorLayout({ children }: { children: ReactNode }) {
  return (
    <CsrfToken token={await makePageToken()}>
      <main className="door">
        <Brand href="/sign-in" />
        {children}
      </main>
    </CsrfToken>
  );
}
