import { invalid, type FormatDecoder, type Meaning, type TextReader, type TextReading } from './format-decoder.js';
import type { JsonObject } from './json.js';
import type { Position, RecordHandler } from './record-handler.js';

/** What a decoder comes to that throws in spite of its promise: its record is lost, those around it are not. */
export function fault(thrown: unknown): Meaning {
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  return invalid(`This could not be read, by a fault of the reader: ${what}.`);
}

export function meaningOf(format: FormatDecoder, value: JsonObject, text: string): Meaning {
  try {
    return format.decode(value, text);
  } catch (thrown) {
    return fault(thrown);
  }
}

export function readingsOf(reader: TextReader, text: string, at: Position): readonly TextReading[] | null {
  try {
    return reader.read(text, at);
  } catch (thrown) {
    return [{ meaning: fault(thrown), text, at }];
  }
}

/** Whatever else goes wrong on the way from a record to its meaning is told of that record, and reading goes on behind it. */
export function guarded(
  handler: RecordHandler,
  fail: (thrown: unknown, text: string, at: Position) => void,
): RecordHandler {
  return {
    record(value, text, at, damaged) {
      try {
        handler.record(value, text, at, damaged);
      } catch (thrown) {
        fail(thrown, text, at);
      }
    },
    document(value, at) {
      try {
        handler.document(value, at);
      } catch (thrown) {
        fail(thrown, '', at);
      }
    },
    unreadable: (reason, excerpt, at) => handler.unreadable(reason, excerpt, at),
    tooLong: (length, excerpt, at) => handler.tooLong(length, excerpt, at),
    remark: (reason, excerpt, at) => handler.remark(reason, excerpt, at),
    ...(handler.line && {
      line(text, at, damaged, bytes) {
        try {
          return handler.line?.(text, at, damaged, bytes) ?? false;
        } catch (thrown) {
          fail(thrown, text, at);
          return true;
        }
      },
    }),
  };
}
