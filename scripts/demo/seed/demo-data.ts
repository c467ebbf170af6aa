import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What the demo keeps beside the database. */
export interface DemoData {
  password: string;
  isSeeded(): boolean;
  markSeeded(): void;
}

export function openDemoData(folder: string): DemoData {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = path.join(folder, "demo-password");
  if (!existsSync(passwordFile)) {
    writeFileSync(passwordFile, `${randomBytes(12).toString("base64url")}\n`, { mode: 0o600 });
  }
  const marker = path.join(folder, "demo-seeded");
  return {
    password: readFileSync(passwordFile, "utf8").trim(),
    isSeeded: () => existsSync(marker),
    markSeeded: () => writeFileSync(marker, ""),
  };
}
