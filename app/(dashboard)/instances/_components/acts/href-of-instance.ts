export function hrefOfInstance(id: string): string {
  return `/instances/${id}`;
}
