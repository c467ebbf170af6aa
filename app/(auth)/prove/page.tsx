import type { Metadata } from "next";
import { hasSecondFactor } from "#lib/auth/second-factor/has-second-factor";
import { safeLocalPath } from "#lib/web/local-path";
import { requireSignedInPage } from "#lib/web/session";
import { Link } from "../../_components/link";
import { SignOutButton } from "../../_components/sign-out-button";
import { ProveForm } from "./prove-form";

export const metadata: Metadata = { title: "Is it you?" };

/** Where a plain form leads, without any script; everywhere else a dialog asks. */
export default async function ProvePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const ctx = await requireSignedInPage();
  const { actor } = ctx;
  const next = safeLocalPath((await searchParams)["next"]);
  return (
    <section className="panel door-card" aria-labelledby="prove">
      <h1 id="prove">Is it still you?</h1>
      <p className="muted">
        What you asked for needs your password again when it was last given ten minutes ago or
        longer. Then send it once more.
      </p>
      <ProveForm
        username={actor.type === "user" ? actor.username : ""}
        hasSecondFactor={await hasSecondFactor(ctx)}
        next={next}
      />
      <p className="small mt-3 mb-0">
        <Link href={next}>Back, without it</Link>
      </p>
      <div className="door-ways">
        <SignOutButton inWords />
      </div>
    </section>
  );
}
