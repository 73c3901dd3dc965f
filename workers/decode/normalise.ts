/** The same thing is written differently by every collector; here it takes one form. */

/** Kernel names of processes are cut to this length, so a name that is taken from a path is cut too, to compare equal. */
const commLength = 15;

/** Name of a program as the kernel would give it. */
export function commOf(path: string): string {
  return baseName(path).slice(0, commLength);
}

/** The last part of a path; Tetragon marks deleted programs after the path. */
export function baseName(path: string): string {
  const clean = path.endsWith(' (deleted)') ? path.slice(0, -' (deleted)'.length) : path;
  return clean.slice(clean.lastIndexOf('/') + 1) || clean;
}

/** `/etc/passwd` is the file `passwd` in the directory `/etc/`; a directory always ends in a slash. */
export function splitPath(path: string): { readonly directory?: string; readonly filename?: string } {
  const slash = path.lastIndexOf('/');
  const directory = path.slice(0, slash + 1);
  const filename = path.slice(slash + 1);
  return { ...(directory !== '' && { directory }), ...(filename !== '' && { filename }) };
}

/** Without the runtime's scheme; `host` is what Falco calls no container. */
export function containerIdOf(id: string): string | undefined {
  const bare = id.slice(id.lastIndexOf('/') + 1);
  return bare === '' || bare === 'host' ? undefined : bare;
}

/** `registry:5000/team/app:1.2@sha256:..` is the image `registry:5000/team/app` with the tag `1.2`. */
export function splitImage(image: string): { readonly repo: string; readonly tag?: string } {
  // Some releases of KubeArmor leave the @ out.
  const name = image.replace(/@.*$|(?<=:.+)sha256:[0-9a-f]{64}$/s, '');
  const colon = name.lastIndexOf(':');
  if (colon <= name.lastIndexOf('/')) return { repo: name };
  return { repo: name.slice(0, colon), tag: name.slice(colon + 1) };
}

const protocols: ReadonlyMap<string, string> = new Map([
  ['1', 'icmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['58', 'icmpv6'],
  ['132', 'sctp'],
]);

/** A transport protocol by name or by its number in the IP header, as a lower-case name where it has one. */
export function protocolOf(value: string | number): string {
  const text = String(value).toLowerCase();
  return protocols.get(text) ?? (text.startsWith('ipproto_') ? text.slice('ipproto_'.length) : text);
}

/** Some collectors write IPv4 addresses as one unsigned 32 bit number. */
export function dottedAddress(value: number): string | undefined {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) return undefined;
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
}

/** An address that stands for none: of a socket that is bound to every address, or that has nobody at its other end. */
export function isUnspecified(address: unknown): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** A login uid that was never set is all ones. */
export function isUnsetUid(uid: unknown): boolean {
  return uid === 4294967295 || uid === -1 || uid === '4294967295' || uid === '-1';
}

/** Whether flags of `open`, as a number or as names, ask for reading, writing or both: `r`, `w` or `rw`. */
export function openPermissions(flags: unknown): string | undefined {
  if (typeof flags === 'number') return ['r', 'w', 'rw'][flags & 3];
  if (typeof flags !== 'string' || flags === '') return undefined;
  if (/^\d{1,10}$/.test(flags)) return openPermissions(Number(flags));
  if (flags.includes('O_RDWR')) return 'rw';
  if (flags.includes('O_WRONLY')) return 'w';
  return flags.includes('O_') ? 'r' : undefined;
}
