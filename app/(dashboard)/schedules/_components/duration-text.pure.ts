const HOUR = 60;

/** “4 h”, “45 min”, “1 h 30 min”. */
export function toDurationText(minutes: number): string {
  const hours = Math.floor(minutes / HOUR);
  const rest = Math.round(minutes % HOUR);
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
