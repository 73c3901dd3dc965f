/** Less than zero where row `a` comes before row `b`; asked for rows of one time only. */
export type TieOrder = (a: number, b: number) => number;

/**
 * Rows in order of (time, tie), in place or in an array of their own. Stretches that are in order already, forwards as in logs or backwards as
 * backends page, cost one comparison a row; what is left is merged stretch by stretch.
 *
 * @param rows Positions in `times`, each once.
 */
export function rowsInOrder(rows: Uint32Array, times: Float64Array, tie: TieOrder): Uint32Array {
  let starts = findRuns(rows, times, tie);
  let from = rows;
  let to = starts.length > 1 ? new Uint32Array(rows.length) : rows;
  while (starts.length > 1) {
    const next: number[] = [];
    for (let run = 0; run < starts.length; run += 2) {
      const first = starts[run]!;
      const middle = starts[run + 1] ?? rows.length;
      mergeRuns(from, to, first, middle, starts[run + 2] ?? rows.length, times, tie);
      next.push(first);
    }
    [from, to] = [to, from];
    starts = next;
  }
  return from;
}

function isBefore(a: number, b: number, times: Float64Array, tie: TieOrder): boolean {
  const timeA = times[a]!;
  const timeB = times[b]!;
  return timeA < timeB || (timeA === timeB && tie(a, b) < 0);
}

/** First positions of the runs that are in order, once those that go backwards are turned round. */
function findRuns(rows: Uint32Array, times: Float64Array, tie: TieOrder): number[] {
  const starts: number[] = [];
  let at = 0;
  while (at < rows.length) {
    const start = at;
    starts.push(start);
    at += 1;
    if (at === rows.length) break;
    const backwards = isBefore(rows[at]!, rows[start]!, times, tie);
    at += 1;
    while (at < rows.length && isBefore(rows[at]!, rows[at - 1]!, times, tie) === backwards) at += 1;
    if (backwards) rows.subarray(start, at).reverse();
  }
  return starts;
}

function mergeRuns(
  from: Uint32Array,
  to: Uint32Array,
  first: number,
  middle: number,
  end: number,
  times: Float64Array,
  tie: TieOrder,
): void {
  let left = first;
  let right = middle;
  for (let at = first; at < end; at += 1) {
    const takesRight = left === middle || (right < end && isBefore(from[right]!, from[left]!, times, tie));
    to[at] = takesRight ? from[right++]! : from[left++]!;
  }
}
