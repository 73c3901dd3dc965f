/** Terminals of people have these major device numbers; each has 256 of them. */
const firstTerminalMajor = 136;

/** The device number of `pts0`, `pts/0` or `/dev/pts/0`; undefined for no terminal and for any other. */
export function terminalNumber(name: string | undefined): number | undefined {
  const found = /^(?:\/dev\/)?pts\/?(\d{1,4})$/.exec(name ?? '');
  if (!found) return undefined;
  const number = Number(found[1]);
  return number > 2047 ? undefined : deviceNumber(firstTerminalMajor + (number >> 8), number & 255);
}

/** As the kernel packs it: 12 bits of the major number and 20 of the minor one. */
export function deviceNumber(major: number, minor: number): number {
  return ((minor & 0xfff00) << 12) | ((major & 0xfff) << 8) | (minor & 0xff);
}
