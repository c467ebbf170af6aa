import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requireSignedInPage } from "#lib/web/session";
import { PasswordForm } from "../../_components/password-form";
import { SignOutButton } from "../../_components/sign-out-button";

export const metadata: Metadata = { title: "Choose a password" };

export default async function FirstPasswordPage() {
  const { actor } = await requireSignedInPage();
  if (actor.type !== "user" || !actor.mustChangePassword) redirect("/");
  return (
    <section className="panel door-card" aria-labelledby="first-password">
      <h1 id="first-password">Choose your own password</h1>
      <p className="muted">
        The one you have was made for you, or is weaker than what is taken here. Change it once, and
        AMIVault is yours.
      </p>
      <PasswordForm username={actor.username} next="/" />
      <div className="door-ways">
        <SignOutButton inWords />
      </div>
    </section>
  );
}
