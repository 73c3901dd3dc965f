import type { Activity, AttributeValue } from '../../src/model/activity.js';

/**
 * An activity as one line of the open protocol, without the line's end. Attributes stand in a group of their own, so that none of them, whatever
 * its name, can be taken for a member of the entry; the decoder reads the same activity back.
 */
export function openLine({ id, type, timeNs, attributes }: Activity): string {
  let members = '';
  for (const [name, value] of attributes)
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${jsonValue(value)}`;
  return `{"id":${JSON.stringify(id)},"type":"${type}","timestamp":${timeNs},"attributes":{${members}}}`;
}

/** Integers that doubles cannot count are read as text, so a number of that size is written with an exponent. */
function jsonValue(value: AttributeValue): string {
  const isLarge = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLarge ? value.toExponential() : JSON.stringify(value);
}
