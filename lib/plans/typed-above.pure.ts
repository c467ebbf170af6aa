/** More than so many at once ask to type the number. */
export const TYPED_ABOVE = 10;
