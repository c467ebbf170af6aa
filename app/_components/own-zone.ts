let zone: string | undefined;

/**
 * The browser's own time zone, read once: a formatter for each time on the page, each second, is what
 * the browser then clears away in the middle of a scroll (decision 22).
 */
export function readOwnZone(): string {
  zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone;
}
