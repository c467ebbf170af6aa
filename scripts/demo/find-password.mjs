import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ApiError } from "./api.mjs";

/**
 * The password that was generated, or null once the person has chosen another: what is printed must
 * not lie. A password that was refused is not tried again, because failures are counted.
 * @param {{
 *   api: Pick<ReturnType<typeof import("./api.mjs").createApi>, "signIn" | "delete">,
 *   who: { username: string, file: string }, keepSession: boolean,
 * }} demo
 */
export async function findPassword({ api, who, keepSession }) {
  const changed = `${who.file}-changed`;
  if (existsSync(changed)) return null;
  const password = readFileSync(who.file, "utf8").trim();
  try {
    await api.signIn({ username: who.username, password });
    if (!keepSession) await api.delete("/api/me/session");
    return password;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    // Right, and not enough: the person has a second factor.
    if (error.code === "second_factor_required" && !keepSession) return password;
    writeFileSync(changed, "");
    return null;
  }
}
