import type { Metadata } from "next";
import { InvitationCard } from "./invitation-card";

export const metadata: Metadata = { title: "Choose a password" };

/** Whose link it is stands behind #, which is no part of a request: the browser reads it. */
export default function InvitationPage() {
  return (
    <section className="panel door-card" aria-labelledby="invitation">
      <h1 id="invitation">Choose your password</h1>
      <noscript>
        <p>This page reads the link by JavaScript, so that no server log has it. Allow it here.</p>
      </noscript>
      <InvitationCard />
    </section>
  );
}
