/**
 * The known attributes that are numbers, one a line: the name, and behind a colon its aliases in lower case. Apart from the others because whoever
 * holds activities in columns has to know these, and no more of names.
 */
export const numberAttributes = `
    pid: process id, proc.pid
    ppid: parent pid, proc.ppid
    exitCode: exit code, exit_code
    count: repeats
    clientPort: client port, fd.cport
    serverPort: server port, fd.sport
    errorCode: error code
    clientBytes: orig_bytes
    serverBytes: resp_bytes
    durationMs
    clockOffsetMs
    statusCode: status, outcome, responsestatus.code
    uid: user id, user.uid
    userLoginUid: login uid, loginuid, auid
    loginShellId: shell id, shellid, login shell id, loginshell.id
    loginShellDistance: shell distance, loginshell.distance
    tty: terminal`;

const names: ReadonlySet<string> = new Set(
  Array.from(numberAttributes.matchAll(/^ +(\w+)/gm), ([, name = '']) => name),
);

/** Whether the attribute of this canonical name is a number. */
export const isNumberAttribute = (name: string): boolean => names.has(name);
