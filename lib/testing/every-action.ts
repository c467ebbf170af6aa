import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { z } from "zod";
import type { ActionSpec } from "../web/action";

export interface NamedAction {
  /** File below app/ and export: `(dashboard)/backups/actions.ts#startBackupAction`. */
  name: string;
  spec: ActionSpec<z.ZodType, unknown>;
}

const APP = path.resolve("app");

/** The files below app/ whose exports browsers may call. */
export function listActionFiles(): string[] {
  return readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .filter((file) => /^\s*["']use server["']/m.test(readFileSync(path.join(APP, file), "utf8")))
    .toSorted();
}

/** Every server action, found in the tree; throws for one that `defineAction` did not make. */
export async function listEveryAction(): Promise<NamedAction[]> {
  const actions: NamedAction[] = [];
  for (const file of listActionFiles()) {
    const module: Record<string, unknown> = await import(path.join(APP, file));
    for (const [key, value] of Object.entries(module)) {
      actions.push({ name: `${file}#${key}`, spec: specOf(value, `${file}#${key}`) });
    }
  }
  return actions;
}

/** Safe because `defineAction` and `defineFormAction` alone give a function a `spec`. */
function specOf(value: unknown, name: string): ActionSpec<z.ZodType, unknown> {
  const spec: unknown = Reflect.get(Object(value), "spec");
  if (spec === undefined) throw new Error(`${name} is not made by defineAction.`);
  return spec as ActionSpec<z.ZodType, unknown>;
}
