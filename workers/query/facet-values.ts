import { FacetOrder, type Facet, type FacetWanted } from '../../src/model/query.js';

/** Values with their counts, each text once; those with a count of 0 are none. */
export interface CountedValues {
  readonly size: number;
  countAt(position: number): number;
  textAt(position: number): string;
}

interface Value {
  readonly value: string;
  readonly count: number;
}

/** Values kept beyond the wanted ones before the list is cut again. */
const slack = 256;

export function valuesOf(counts: ReadonlyMap<string, number>): CountedValues {
  const entries = [...counts];
  return { size: entries.length, countAt: (at) => entries[at]![1], textAt: (at) => entries[at]![0] };
}

/** The first values in the wanted order. Of the others, no more is looked at than it takes to see that they come later. */
export function firstValues(
  { limit, order = FacetOrder.mostFirst, search }: FacetWanted,
  values: CountedValues,
): { readonly values: Facet['values']; readonly distinct: number } {
  const needle = search?.toLowerCase() ?? '';
  const later = (a: Value, b: Value): number => {
    if (order !== FacetOrder.byName && a.count !== b.count) return (a.count - b.count) * direction(order);
    return a.value < b.value ? -1 : 1;
  };
  const sign = direction(order);
  const first: Value[] = [];
  let last: Value | null = null;
  let distinct = 0;
  for (let at = 0; at < values.size; at += 1) {
    const count = values.countAt(at);
    if (count === 0) continue;
    distinct += 1;
    if (last && order !== FacetOrder.byName && (count - last.count) * sign > 0) continue;
    const value = { value: values.textAt(at), count };
    if ((last && later(value, last) > 0) || (needle !== '' && !value.value.toLowerCase().includes(needle))) continue;
    first.push(value);
    if (first.length < limit + slack) continue;
    first.sort(later);
    first.length = limit;
    last = first.at(-1) ?? value;
  }
  return { values: first.sort(later).slice(0, limit), distinct };
}

function direction(order: FacetOrder): 1 | -1 {
  return order === FacetOrder.mostFirst ? -1 : 1;
}
