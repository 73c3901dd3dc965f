/**
 * The known attributes that are numbers. Apart from the others, and without the other spellings that stand there, because whoever holds activities in
 * columns has to know these, and no more of names.
 */
const names: ReadonlySet<string> = new Set(
  (
    'pid ppid exitCode count clientPort serverPort errorCode clientBytes serverBytes ' +
    'durationMs clockOffsetMs statusCode uid userLoginUid loginShellId loginShellDistance tty'
  ).split(' '),
);

/** Whether the attribute of this canonical name is a number. */
export const isNumberAttribute = (name: string): boolean => names.has(name);
