let zone: string | undefined;

/**
 * The browser's own time zone. Read once: each formatter that is asked for it costs the browser more
 * to clear away than a page full of times costs to draw.
 */
export function readOwnZone(): string {
  zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone;
}
