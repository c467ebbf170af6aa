/** Where a one-time link leads; its token stands behind #, which no server, log or referrer sees. */
export const PASSWORD_LINK_PATH = "/invitation";
