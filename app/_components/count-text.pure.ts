/** "1 image", "1,240 images"; `many` where it is more than an s. */
export function toCountText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
