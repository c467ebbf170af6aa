export const SIGN_IN_PATH = "/sign-in";
/** The second page of signing in, for whoever has a second factor. */
export const SIGN_IN_CODE_PATH = "/sign-in/code";
/** Where a second factor is set up that the role asks for. */
export const SECOND_FACTOR_PATH = "/second-factor";
export const FIRST_PASSWORD_PATH = "/first-password";
/** Where a plain form leads that needs a fresh proof; `next` leads back. */
export const PROVE_PATH = "/prove";
