/** What is wrong with a record, or with what a backend says. A file of its own: what the worker always loads needs the type alone. */
export const ProblemKind = {
  /** Not JSON, or cut off. */
  notJson: 'not-json',
  /** JSON, but of no known format, or of another than the rest of the file. */
  notRecognised: 'not-recognised',
  /** The format is clear, but something needed is missing or makes no sense (no time, time out of range). */
  invalid: 'invalid',
  /** Longer than a record may be. */
  tooLong: 'too-long',
  /** Bytes that are not UTF-8; the record was read with replacement characters. */
  encoding: 'encoding',
  /** The record was read, but one of its values was left out. */
  valueDropped: 'value-dropped',
  /** Two records with one id and different content. */
  conflict: 'conflict',
  /** The backend broke its own word: order, time, numbers, cursors. */
  contradiction: 'contradiction',
} as const;
export type ProblemKind = (typeof ProblemKind)[keyof typeof ProblemKind];
