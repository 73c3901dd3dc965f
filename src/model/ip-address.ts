/**
 * IP addresses as numbers. Strict: four decimal parts without leading zeros for IPv4, RFC 4291 text forms for IPv6, no zone ids, no
 * brackets, no white space. An IPv4-mapped IPv6 address (`::ffff:10.0.0.1`) is the IPv4 address it stands for.
 */
export interface IpAddress {
  readonly family: 4 | 6;
  /** 32 bits for IPv4, 128 for IPv6. */
  readonly value: bigint;
}

export interface Cidr {
  readonly family: 4 | 6;
  /** The first address; host bits are zero whatever was written. */
  readonly network: bigint;
  readonly prefixLength: number;
}

/** The longest text form, `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255`. */
const maxTextLength = 45;
const mappedPrefix = 0xffffn;

function parseIPv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part)) return undefined;
    const byte = Number(part);
    if (byte > 255) return undefined;
    value = (value << 8n) | BigInt(byte);
  }
  return value;
}

/** Groups of 16 bits of one side of `::`, an IPv4 tail counting as two. */
function parseGroups(text: string, mayEndInIPv4: boolean): readonly bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[\da-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else {
      const tail = mayEndInIPv4 && index === parts.length - 1 ? parseIPv4(part) : undefined;
      if (tail === undefined) return undefined;
      groups.push(tail >> 16n, tail & 0xffffn);
    }
  }
  return groups;
}

function parseIPv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = '', right] = halves;
  const head = parseGroups(left, right === undefined);
  const tail = right === undefined ? [] : parseGroups(right, true);
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of head) value = (value << 16n) | group;
  value <<= BigInt(16 * missing);
  for (const group of tail) value = (value << 16n) | group;
  return value;
}

/** `undefined` for everything that is not exactly one address. */
export function parseAddress(text: string): IpAddress | undefined {
  if (text.length < 2 || text.length > maxTextLength) return undefined;
  if (!text.includes(':')) {
    const value = parseIPv4(text);
    return value === undefined ? undefined : { family: 4, value };
  }
  const value = parseIPv6(text);
  if (value === undefined) return undefined;
  return value >> 32n === mappedPrefix ? { family: 4, value: value & 0xffff_ffffn } : { family: 6, value };
}

/** `address/length`. `undefined` for everything else, a plain address included. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const lengthText = text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(lengthText)) return undefined;
  const addressText = text.slice(0, slash);
  const address = parseAddress(addressText);
  if (!address) return undefined;
  let prefixLength = Number(lengthText);
  if (prefixLength > (addressText.includes(':') ? 128 : 32)) return undefined;
  if (address.family === 4 && addressText.includes(':')) {
    // A mapped network shorter than 96 bits holds more than mapped addresses: it stays an IPv6 network.
    if (prefixLength < 96) return cidrOf(6, (mappedPrefix << 32n) | address.value, prefixLength);
    prefixLength -= 96;
  }
  return cidrOf(address.family, address.value, prefixLength);
}

function cidrOf(family: 4 | 6, value: bigint, prefixLength: number): Cidr {
  const hostBits = BigInt((family === 4 ? 32 : 128) - prefixLength);
  return { family, network: (value >> hostBits) << hostBits, prefixLength };
}

/** Families do not mix: `::/0` is every IPv6 address and no IPv4 one. */
export function cidrContains(cidr: Cidr, address: IpAddress): boolean {
  if (cidr.family !== address.family) return false;
  const hostBits = BigInt((cidr.family === 4 ? 32 : 128) - cidr.prefixLength);
  return address.value >> hostBits === cidr.network >> hostBits;
}

/** Negative, zero or positive, in numeric order; all of IPv4 comes before IPv6. */
export function compareAddresses(a: IpAddress, b: IpAddress): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

/** The canonical text: dotted decimal, or RFC 5952 for IPv6. */
export function formatAddress(address: IpAddress): string {
  if (address.family === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((address.value >> shift) & 0xffn)).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, index) => (address.value >> BigInt(16 * (7 - index))) & 0xffffn);
  let bestStart = -1;
  let bestLength = 1;
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0n) length += 1;
    if (length > bestLength) [bestStart, bestLength] = [start, length];
  }
  const hex = (part: readonly bigint[]): string => part.map((group) => group.toString(16)).join(':');
  if (bestStart < 0) return hex(groups);
  return `${hex(groups.slice(0, bestStart))}::${hex(groups.slice(bestStart + bestLength))}`;
}
