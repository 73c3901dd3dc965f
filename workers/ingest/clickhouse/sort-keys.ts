/**
 * Texts that a server can compare byte by byte and that stand in the order, and are equal, as this library compares what they were made from. The
 * loader writes them beside the values, the adapter compares with them: comparing is defined once (`src/model/filter`), not again in SQL.
 */
import { parseAddress, type Cidr, type IpAddress } from '../../../src/model/ip-address.js';
import { parseTimeNs, type Numeral } from '../../../src/model/filter/literal.js';

const bits = new DataView(new ArrayBuffer(8));

/** The double in eight ordered bytes; among those of one double, the exact integer: sign, number of digits, digits. */
export function numeralKey({ number, integer }: Numeral): string {
  bits.setFloat64(0, number === 0 ? 0 : number);
  const raw = bits.getBigUint64(0);
  const ordered = raw >> 63n === 1n ? ~raw & 0xffff_ffff_ffff_ffffn : raw | (1n << 63n);
  const double = ordered.toString(16).padStart(16, '0');
  return integer === undefined ? double : double + integerKey(integer);
}

/** For times, which are whole numbers of any size. */
export function integerKey(integer: bigint): string {
  const digits = String(integer < 0n ? -integer : integer);
  const key = String(digits.length).padStart(3, '0') + digits;
  if (integer >= 0n) return `p${key}`;
  return `n${key.replace(/\d/g, (digit) => String(9 - Number(digit)))}`;
}

/** IPv4 before IPv6, each by number. */
export function addressKey({ family, value }: IpAddress): string {
  return family + value.toString(16).padStart(family === 4 ? 8 : 32, '0');
}

/** First and last key of a network. */
export function cidrKeys({ family, network, prefixLength }: Cidr): readonly [first: string, last: string] {
  const hostBits = BigInt((family === 4 ? 32 : 128) - prefixLength);
  return [addressKey({ family, value: network }), addressKey({ family, value: network | ((1n << hostBits) - 1n) })];
}

/** Empty for what is no address. */
export function addressKeyOf(text: string): string {
  const address = parseAddress(text);
  return address ? addressKey(address) : '';
}

/** Empty for what is no time. */
export function timeKeyOf(text: string): string {
  const time = parseTimeNs(text);
  return time === undefined ? '' : integerKey(time);
}
