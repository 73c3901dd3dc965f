import type { AttributeValue } from './activity.js';

/**
 * What a map finds a value by: different for different values, the same for equal ones. A list begins with a zero and a bracket, a text that begins
 * with a zero with a zero and a quote.
 */
export function valueKey(value: AttributeValue): string | number {
  if (typeof value === 'object') return `\u0000${JSON.stringify(value)}`;
  return typeof value === 'string' && value.startsWith('\u0000') ? `\u0000"${value}` : value;
}
