export const SIGN_IN_PATH = "/sign-in";
export const FIRST_PASSWORD_PATH = "/first-password";
