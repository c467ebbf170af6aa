import type { FirstAdministrator } from "#lib/users/ensure-first-administrator";

/** A generated password is shown here, once, and stored nowhere but as its hash. */
export function announceAdministrator(first: FirstAdministrator): void {
  if (!first.created) return;
  const password = first.generatedPassword ?? "the one of ADMIN_PASSWORD";
  process.stdout.write(
    [
      "",
      "  The first administrator was created. The password must be changed at the first sign-in.",
      `    User      ${first.username}`,
      `    Password  ${password}`,
      "",
      "",
    ].join("\n"),
  );
}
