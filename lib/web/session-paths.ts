export const SIGN_IN_PATH = "/sign-in";
export const FIRST_PASSWORD_PATH = "/first-password";
/** Where a plain form leads that needs a fresh proof; `next` leads back. */
export const PROVE_PATH = "/prove";
