/**
 * System calls by their number, which differs from one architecture to the other: those of starting programs, of sockets, and of files. Numbers as in
 * the kernel's tables (`arch/x86/entry/syscalls`, `include/uapi/asm-generic/unistd.h`).
 */
const tables: Readonly<Record<string, string>> = {
  // x86_64
  c000003e:
    '2=open 42=connect 43=accept 44=sendto 46=sendmsg 59=execve 76=truncate 77=ftruncate 82=rename 83=mkdir 84=rmdir 85=creat 86=link 87=unlink 88=symlink 90=chmod 91=fchmod 92=chown 93=fchown 94=lchown 133=mknod 188=setxattr 189=lsetxattr 190=fsetxattr 197=removexattr 198=lremovexattr 199=fremovexattr 257=openat 258=mkdirat 259=mknodat 260=fchownat 263=unlinkat 264=renameat 265=linkat 266=symlinkat 268=fchmodat 288=accept4 304=open_by_handle_at 307=sendmmsg 316=renameat2 322=execveat 437=openat2 452=fchmodat2',
  // aarch64, and what shares its table
  c00000b7:
    '5=setxattr 6=lsetxattr 7=fsetxattr 14=removexattr 15=lremovexattr 16=fremovexattr 33=mknodat 34=mkdirat 35=unlinkat 36=symlinkat 37=linkat 38=renameat 45=truncate 46=ftruncate 52=fchmod 53=fchmodat 54=fchownat 55=fchown 56=openat 202=accept 203=connect 206=sendto 211=sendmsg 221=execve 242=accept4 265=open_by_handle_at 269=sendmmsg 276=renameat2 281=execveat 437=openat2 452=fchmodat2',
  // i386
  '40000003':
    '5=open 8=creat 9=link 10=unlink 11=execve 14=mknod 15=chmod 16=lchown 38=rename 39=mkdir 40=rmdir 83=symlink 102=socketcall 92=truncate 93=ftruncate 94=fchmod 95=fchown 182=chown 198=lchown 207=fchown 212=chown 295=openat 296=mkdirat 297=mknodat 298=fchownat 301=unlinkat 302=renameat 303=linkat 304=symlinkat 306=fchmodat 345=sendmmsg 353=renameat2 358=execveat 362=connect 364=accept4 369=sendto 370=sendmsg 437=openat2',
};

const named = new Map<string, ReadonlyMap<string, string>>();

/** The name of a system call; undefined where it is none of those, or the architecture is another one. */
export function callName(arch: string | undefined, number: string | undefined): string | undefined {
  if (arch === undefined || number === undefined) return undefined;
  if (!/^\d+$/.test(number)) return number;
  let table = named.get(arch);
  if (!table) {
    const pairs = Object.hasOwn(tables, arch) ? tables[arch]!.split(' ') : [];
    table = new Map(pairs.map((pair) => pair.split('=') as [string, string]));
    if (Object.hasOwn(tables, arch)) named.set(arch, table);
  }
  return table.get(number);
}

export const isKnownArchitecture = (arch: string | undefined): boolean =>
  arch !== undefined && Object.hasOwn(tables, arch);

export const startCalls = /^execve(?:at)?$/;
export const socketCalls = /^(?:connect|accept4?|sendto|sendmsg|sendmmsg)$/;
export const openCalls = /^(?:open|openat|openat2|open_by_handle_at)$/;
export const changeCalls =
  /^(?:creat|truncate|ftruncate|rename|renameat2?|mkdir|mkdirat|rmdir|link|linkat|symlink|symlinkat|unlink|unlinkat|mknod|mknodat|f?chmod|fchmodat2?|[fl]?chown|fchownat|[fl]?setxattr|[fl]?removexattr)$/;
