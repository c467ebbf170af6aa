import { World } from "../core/world";
import { exportWorld, importWorld } from "../core/world-file";
import { fillSample } from "../worlds/sample";
import type { Simulator } from "../core/simulator";
import { ControlError } from "./fields";
import type { Handlers } from "./verb";

export const worldVerbs: Handlers<"health" | "reset" | "export" | "import"> = {
  health: ({ simulator }) => toHealth(simulator),
  reset: ({ simulator, input }) => {
    const { mode, speed } = simulator.world.clock.state();
    const world = new World({
      seed: input.optionalText("seed") ?? simulator.world.seed,
      clock: { realNow: simulator.realNow, mode, speed, startAt: simulator.world.now() },
    });
    if (input.optionalChoice("world", ["empty", "sample"]) === "sample") fillSample(world);
    simulator.replaceWorld(world);
    simulator.calls.clear();
    return toHealth(simulator);
  },
  export: ({ simulator }) => ({ world: exportWorld(simulator) }),
  import: ({ simulator, input }) => {
    try {
      importWorld({ simulator, file: input.raw("world"), realNow: simulator.realNow });
    } catch (error) {
      throw new ControlError(error instanceof Error ? error.message : String(error));
    }
    return toHealth(simulator);
  },
};

const toHealth = ({ world }: Simulator): { ok: true; seed: string; now: number } => ({
  ok: true,
  seed: world.seed,
  now: world.now(),
});
