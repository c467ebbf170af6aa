import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeLocalPath } from "#lib/web/local-path";
import { findPageContext } from "#lib/web/session";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const next = safeLocalPath((await searchParams)["next"]);
  if ((await findPageContext()) !== null) redirect(next);
  return (
    <section className="panel door-card" aria-labelledby="sign-in">
      <h1 id="sign-in">Sign in</h1>
      <SignInForm next={next} />
    </section>
  );
}
