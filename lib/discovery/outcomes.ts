import type { ItemOutcomeDto, ManyOutcomesDto } from "./dto";
import type { ServiceError } from "../errors";
import type { DiscoveredRow } from "./discovered.repo";

export function toOutcomes(items: readonly ItemOutcomeDto[]): ManyOutcomesDto {
  const countOf = (outcome: ItemOutcomeDto["outcome"]) =>
    items.filter((item) => item.outcome === outcome).length;
  return {
    done: countOf("done"),
    already: countOf("already"),
    refused: countOf("refused"),
    items: [...items],
  };
}

export function unknownItem(discoveredId: string): ItemOutcomeDto {
  return {
    discoveredId,
    instanceId: null,
    name: null,
    protectedId: null,
    outcome: "refused",
    message: "There is no such instance among those that were discovered.",
    suggestion: "Look again; it may be gone.",
  };
}

export function toItem(
  row: DiscoveredRow,
  outcome: ItemOutcomeDto["outcome"],
  more: Partial<Pick<ItemOutcomeDto, "protectedId" | "message" | "suggestion">> = {},
): ItemOutcomeDto {
  const { id: discoveredId, instanceId, name } = row;
  const none = { protectedId: null, message: null, suggestion: null };
  return { discoveredId, instanceId, name, outcome, ...none, ...more };
}

export function refusedBy(row: DiscoveredRow, error: ServiceError): ItemOutcomeDto {
  const { message, suggestion = null } = error;
  return toItem(row, "refused", { message, suggestion });
}
