const opens = 'open(?:at2?|_by_handle_at)?';
const changes =
  'creat|f?truncate|rename(?:at2?)?|mkdir(?:at)?|rmdir|(?:sym|un)?link(?:at)?|mknod(?:at)?|f?chmod|fchmodat2?|[fl]?chown|fchownat|[fl]?(?:set|remove)xattr';
const writes = 'p?write(?:v2?|64)?';
const reads = 'p?read(?:v2?|64)?|readahead|kernel_read_file';
const shape = new RegExp(`(?:^|_)(?:(${opens})|(${changes})|(${writes})|(${reads}))$`, 'i');

/** What a system call does with files, by its name or that of a hook at it: `sys_openat`, `security_inode_unlink`, `SYS_RMDIR`. */
export type FileCall = 'open' | 'change' | 'write' | 'read';

export function fileCallOf(name: string): FileCall | undefined {
  const found = shape
    .exec(name)
    ?.slice(1)
    .findIndex((part) => part !== undefined);
  return found === undefined ? undefined : (['open', 'change', 'write', 'read'] as const)[found];
}

/** What the call itself says of how the file is used; of one that opens it, what it asks for does. */
export function permissionsOfCall(name: string): 'r' | 'w' | undefined {
  const call = fileCallOf(name);
  return call === 'read' ? 'r' : call === undefined || call === 'open' ? undefined : 'w';
}
