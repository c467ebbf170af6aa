import { cookies } from "next/headers";
import { readTasteCookie } from "#lib/web/taste-cookie.pure";

export async function readTaste(name: string): Promise<string | undefined> {
  const jar = await cookies();
  return readTasteCookie((known) => jar.get(known)?.value, name) ?? undefined;
}
