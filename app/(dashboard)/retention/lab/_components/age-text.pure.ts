/** "12 d", "7 mo", "3.5 y": how old, roughly. */
export function toAgeText(days: number): string {
  if (days < 60) return `${Math.round(days)} d`;
  if (days < 730) return `${Math.round(days / 30.44)} mo`;
  const years = days / 365.25;
  return `${years < 10 ? years.toFixed(1).replace(".0", "") : Math.round(years)} y`;
}

/** The unit in which an axis up to so many days is even. */
export function ageUnit(daysMax: number): { days: number; word: string } {
  if (daysMax < 60) return { days: 1, word: "d" };
  if (daysMax < 550) return { days: 30.44, word: "mo" };
  return { days: 365.25, word: "y" };
}
