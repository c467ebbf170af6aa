import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeLocalPath } from "#lib/web/local-path";
import { findPageContext, hasChallenge, SIGN_IN_PATH } from "#lib/web/session";
import { Link } from "../../../_components/link";
import { CodeForm } from "./code-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function CodePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const asked = await searchParams;
  const next = safeLocalPath(asked["next"]);
  if ((await findPageContext()) !== null) redirect(next);
  if (!(await hasChallenge())) redirect(`${SIGN_IN_PATH}?next=${encodeURIComponent(next)}`);
  const byRecovery = asked["by"] === "recovery";
  const other = new URLSearchParams({ next, ...(byRecovery ? {} : { by: "recovery" }) });
  return (
    <section className="panel door-card" aria-labelledby="code">
      <h1 id="code">{byRecovery ? "Use a recovery code" : "Enter the code"}</h1>
      <p className="muted">
        {byRecovery
          ? "One of the ten that you kept when you set up the second factor. Each of them counts once."
          : "The six digits that your authenticator shows for AMIVault now."}
      </p>
      <CodeForm next={next} byRecovery={byRecovery} key={String(byRecovery)} />
      <ul className="door-ways">
        <li>
          <Link href={`/sign-in/code?${other}`}>
            {byRecovery
              ? "Use the authenticator instead"
              : "No authenticator at hand? Use a recovery code"}
          </Link>
        </li>
        <li>
          <Link href={`${SIGN_IN_PATH}?next=${encodeURIComponent(next)}`}>Begin again</Link>
        </li>
      </ul>
    </section>
  );
}
