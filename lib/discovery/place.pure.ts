/** A region of an account; an empty region stands for the question which ones the account has. */
export interface Place {
  accountRef: string;
  region: string;
}

/** The account of a place's key. */
export function accountOf(key: string): string {
  return key.slice(0, key.indexOf("/"));
}

export function placeKey({ accountRef, region }: Place): string {
  return `${accountRef}/${region}`;
}
