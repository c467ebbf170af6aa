import type { Settings } from "../core/settings";
import type { Fields } from "./fields";
import type { Handlers } from "./verb";

export const clockVerbs: Handlers<
  "time" | "setTime" | "advance" | "setClock" | "settings" | "configure"
> = {
  time: ({ simulator }) => simulator.world.clock.state(),
  setTime: async ({ simulator, driver, input }) => {
    const at = input.optionalInstant("now");
    await driver.travel({ to: (now) => at ?? now, wait: input.optionalFlag("wait") ?? true });
    return simulator.world.clock.state();
  },
  advance: async ({ simulator, driver, input }) => {
    const ms = input.number("ms");
    await driver.travel({ to: (now) => now + ms, wait: input.optionalFlag("wait") ?? true });
    return simulator.world.clock.state();
  },
  setClock: ({ simulator, input }) => {
    const mode = input.optionalChoice("mode", ["real", "manual"]);
    const speed = input.optionalNumber("speed");
    simulator.world.clock.configure({
      ...(mode === undefined ? {} : { mode }),
      ...(speed === undefined ? {} : { speed }),
    });
    return simulator.world.clock.state();
  },
  settings: ({ simulator }) => structuredClone(simulator.world.settings),
  configure: ({ simulator, input }) => {
    const { settings } = simulator.world;
    Object.assign(settings.pace, numbers(input.optionalFields("pace"), settings.pace));
    Object.assign(settings.limits, flags(input.optionalFields("limits"), settings.limits));
    settings.roleAssumableAfterMs =
      input.optionalNumber("roleAssumableAfterMs") ?? settings.roleAssumableAfterMs;
    const automation = input.optionalFields("automation");
    Object.assign(settings.automation, pickAutomation(automation, settings.automation));
    settings.skewMs = input.optionalNumber("skewMs") ?? settings.skewMs;
    return structuredClone(settings);
  },
};

function pickAutomation(
  given: Fields | undefined,
  { missingRuntimes, ...known }: Settings["automation"],
): Partial<Settings["automation"]> {
  return {
    ...numbers(given, known),
    missingRuntimes: given?.optionalTexts("missingRuntimes") ?? missingRuntimes,
  };
}

/** Only what is known, and only what is given. */
function numbers(given: Fields | undefined, known: Record<string, number>): Record<string, number> {
  return pick(known, (name) => given?.optionalNumber(name));
}

function flags(given: Fields | undefined, known: Record<string, boolean>): Record<string, boolean> {
  return pick(known, (name) => given?.optionalFlag(name));
}

function pick<T>(
  known: Record<string, T>,
  read: (name: string) => T | undefined,
): Record<string, T> {
  return Object.fromEntries(
    Object.keys(known).flatMap((name) => {
      const value = read(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
