import type { World } from "../core/world";

export function fillSample(_world: World): void {}
