import { useRouter } from "next/navigation";
import { useState } from "react";
import type { MouseEvent, SyntheticEvent } from "react";
import type { BackupDaysDto } from "#lib/instances/dto";
import type { GridPlace } from "./grid-keys.pure";
import { NO_DAY, toCellText, toDayHref, toRowName } from "./heat-words.pure";
import { findPlace } from "./use-grid-focus";

interface Shown {
  rows: readonly BackupDaysDto[];
  days: readonly string[];
}

/** What is pointed at, in words; a screen reader hears the cells themselves. */
export function useReadout({ rows, days }: Shown) {
  const [text, setText] = useState("");
  const pointAt = (event: SyntheticEvent) => {
    const place = findPlace(event.target);
    const item = place === null ? undefined : rows[place.row];
    const day = days[(place?.column ?? 0) - 1];
    if (place === null || item === undefined) return setText("");
    const code = item.codes.charAt(place.column - 1);
    return setText(`${toRowName(item)}${day === undefined ? "" : `, ${toCellText(day, code)}`}`);
  };
  return { text, pointAt, leave: () => setText("") };
}

/** Thousands of cells with one listener; those who want a new tab get one. */
export function useOpen({ rows, days }: Shown) {
  const router = useRouter();
  const toHref = ({ row, column }: GridPlace): string | null => {
    const item = rows[row];
    const day = days[column - 1];
    if (item === undefined) return null;
    if (day === undefined) return `/instances/${item.instance.id}`;
    return item.codes.charAt(column - 1) === NO_DAY ? null : toDayHref(item.instance.id, day);
  };
  const here = (place: GridPlace) => {
    const href = toHref(place);
    if (href !== null) router.push(href);
  };
  const beside = (place: GridPlace) => {
    const href = toHref(place);
    if (href !== null) globalThis.open(href, "_blank", "noopener");
  };
  const onClick = (event: MouseEvent) => {
    const place = findPlace(event.target);
    if (place === null) return;
    const isLink = event.target instanceof Element && event.target.closest("a") !== null;
    const isBeside = event.metaKey || event.ctrlKey || event.shiftKey;
    // The browser knows what to do with a link.
    if (isBeside && isLink) return;
    event.preventDefault();
    // Beside a name there is nothing to open.
    if (place.column === 0 && !isLink) return;
    if (isBeside) beside(place);
    else here(place);
  };
  const onAuxClick = (event: MouseEvent) => {
    const place = findPlace(event.target);
    if (event.button === 1 && place !== null && place.column > 0) beside(place);
  };
  return { here, onClick, onAuxClick };
}
