import { isCommonPassword } from "./common-passwords";
import { findPasswordProblem } from "./password-rules.pure";

/**
 * Why this user may not choose this password, in words for its owner, or null: the one rule for the
 * first password, a change, a link and ADMIN_PASSWORD. On the server only, where the list is.
 */
export function passwordProblem(
  password: string,
  user: { username: string; email: string | null },
): string | null {
  const { username, email } = user;
  const ownNames = [username, ...(email ? [email, email.split("@")[0] ?? ""] : [])];
  return findPasswordProblem(password, { ownNames, isCommon: isCommonPassword });
}
