import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { endSession } from "../auth/end-session";
import { findPasswordLink } from "../users/find-password-link";
import type { FoundLinkDto } from "../users/managed-user-dto";
import { LinkToken, UsePasswordLinkInput } from "../users/schemas";
import { usePasswordLink } from "../users/use-password-link";
import type { ActionSpec } from "./action";
import { setChallengeCookie, setSessionCookie } from "./session";
import { SIGN_IN_CODE_PATH } from "./session-paths";

export const findLinkHere: ActionSpec<typeof LinkToken, FoundLinkDto> = {
  permission: "public",
  input: LinkToken,
  run: (ctx, input) => findPasswordLink(ctx, input),
};

const ChooseForm = UsePasswordLinkInput.extend({ repeatPassword: z.string().max(1_000) }).refine(
  (form) => form.repeatPassword === form.password,
  { path: ["repeatPassword"], error: "This is not the same as the password." },
);

/** Leads to the first page, or to that of the code where a second factor is still to be proven. */
export const choosePasswordHere: ActionSpec<typeof ChooseForm, undefined> = {
  permission: "public",
  input: ChooseForm,
  async run(ctx, { token, password }) {
    const userAgent = (await headers()).get("user-agent") ?? "";
    const begun = await usePasswordLink(ctx, { token, password, kind: "web", userAgent });
    // The browser's earlier session would live on without anyone holding its cookie.
    if (ctx.actor.type === "user") await endSession(ctx);
    if (begun.kind === "codeOwed") {
      await setChallengeCookie(begun.challengeId);
      redirect(SIGN_IN_CODE_PATH);
    }
    await setSessionCookie(begun.signedIn.session);
    redirect("/");
  },
};
