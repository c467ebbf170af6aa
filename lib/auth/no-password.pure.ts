/** In the place of a hash: there is no password, and nothing matches it. This file imports nothing. */
export const NO_PASSWORD = "";
