/**
 * System calls by their number on x86_64, on aarch64 and what shares its table, and on i386: those of starting programs, of sockets, and of files. Numbers as in
 * the kernel's tables (`arch/x86/entry/syscalls`, `include/uapi/asm-generic/unistd.h`).
 */
const calls =
  'open 2 - 5,connect 42 203 362,accept 43 202 -,sendto 44 206 369,sendmsg 46 211 370,execve 59 221 11,truncate 76 45 92,ftruncate 77 46 93,rename 82 - 38,mkdir 83 - 39,rmdir 84 - 40,creat 85 - 8,link 86 - 9,unlink 87 - 10,symlink 88 - 83,chmod 90 - 15,fchmod 91 52 94,chown 92 - 182/212,fchown 93 55 95/207,lchown 94 - 16/198,mknod 133 - 14,setxattr 188 5 226,lsetxattr 189 6 227,fsetxattr 190 7 228,removexattr 197 14 235,lremovexattr 198 15 236,fremovexattr 199 16 237,openat 257 56 295,mkdirat 258 34 296,mknodat 259 33 297,fchownat 260 54 298,unlinkat 263 35 301,renameat 264 38 302,linkat 265 37 303,symlinkat 266 36 304,fchmodat 268 53 306,accept4 288 242 364,open_by_handle_at 304 265 342,sendmmsg 307 269 345,renameat2 316 276 353,execveat 322 281 358,openat2 437 437 437,fchmodat2 452 452 452,socketcall - - 102';
const architectures = ['c000003e', 'c00000b7', '40000003'];

let named: ReadonlyMap<string, string> | null = null;

const nameCalls = (): ReadonlyMap<string, string> =>
  new Map(
    calls.split(',').flatMap((call) => {
      const [name = '', ...numbers] = call.split(' ');
      return numbers.flatMap((some, at) =>
        some.split('/').map((number) => [`${architectures[at]} ${number}`, name] as const),
      );
    }),
  );

/** The name of a system call; undefined where it is none of those, or the architecture is another one. */
export function callName(arch: string | undefined, number: string | undefined): string | undefined {
  if (arch === undefined || number === undefined) return undefined;
  if (!/^\d+$/.test(number)) return number;
  return (named ??= nameCalls()).get(`${arch} ${number}`);
}

export const isKnownArchitecture = (arch: string | undefined): boolean =>
  arch !== undefined && architectures.includes(arch);

export const startCalls = /^execve(?:at)?$/;
export const socketCalls = /^(?:connect|accept4?|sendto|sendmsg|sendmmsg)$/;
