/** A, B … Z, then A2, B2: short names of the sessions of a trace, in their order. */
export function sessionLetter(at: number): string {
  const round = Math.floor(at / 26) + 1;
  return String.fromCharCode(65 + (at % 26)) + (round === 1 ? '' : String(round));
}
