/** A region of an account; an empty region stands for the question which ones the account has. */
export interface Place {
  accountRef: string;
  region: string;
}

export function placeKey({ accountRef, region }: Place): string {
  return `${accountRef}/${region}`;
}
