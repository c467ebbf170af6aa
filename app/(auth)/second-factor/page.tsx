import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getSecondFactor } from "#lib/auth/second-factor/get-second-factor";
import { FIRST_PASSWORD_PATH, requireSignedInPage } from "#lib/web/session";
import { ProofHost } from "../../_components/proof/proof-host";
import { SecondFactor } from "../../_components/second-factor/second-factor";
import { SignOutButton } from "../../_components/sign-out-button";

export const metadata: Metadata = { title: "Set up a second factor" };

/** For whoever owes one. It stays as it is once that is done: the recovery codes are on it. */
export default async function SecondFactorPage() {
  const ctx = await requireSignedInPage();
  const { actor } = ctx;
  if (actor.type !== "user") redirect("/");
  if (actor.mustChangePassword) redirect(FIRST_PASSWORD_PATH);
  const state = await getSecondFactor(ctx);
  return (
    <section className="panel door-card door-wide" aria-labelledby="second-factor">
      <h1 id="second-factor">{state.on ? "Your second factor" : "Set up your second factor"}</h1>
      {state.on ? null : (
        <p className="muted">
          Your role asks for one. It takes a minute, and AMIVault goes on where you were.
        </p>
      )}
      <SecondFactor
        state={state}
        username={actor.username}
        now={ctx.runtime.clock.now()}
        next="/"
      />
      {state.on ? null : (
        <div className="door-ways">
          <SignOutButton inWords />
        </div>
      )}
      <ProofHost username={actor.username} hasSecondFactor={state.on} />
    </section>
  );
}
