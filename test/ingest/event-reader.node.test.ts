/** Server-sent events, against a parser that others wrote. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { EventReader, type ServerEvent } from '../../workers/ingest/event-reader.js';

const piece = fc.constantFrom(
  ...['data', 'event', 'id', 'retry', 'data: x', 'data:y', 'data:  z', 'data:', 'event: mark', 'event:', 'id: 7', 'id'],
  ...['id: a\0b', 'retry: 50', 'retry: soon', 'other: 1', ': alive', ':', ' data: no', 'ö: ü', 'data: a:b', '{"x":1}'],
  ...['\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n', ' ', ''],
);
const stream = fc.tuple(fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(200), { maxLength: 6 }));

/** The text in pieces that begin at these places. */
function cut(text: string, places: readonly number[]): readonly string[] {
  const ends = [...new Set(places.filter((at) => at < text.length))].toSorted((a, b) => a - b);
  return [...ends, text.length].map((end, at) => text.slice(ends[at - 1] ?? 0, end));
}

function read(pieces: readonly string[]): readonly ServerEvent[] {
  const reader = new EventReader();
  return pieces.flatMap((text) => [...reader.read(text)]);
}

describe('a stream of server-sent events', () => {
  it('holds the events that another parser finds in it, wherever it is cut', () => {
    fc.assert(
      fc.property(stream, ([parts, places]) => {
        const text = parts.join('');
        const pieces = cut(text, places);
        const expected: object[] = [];
        const retries: number[] = [];
        const parser = createParser({
          onEvent: ({ event, id, data }) => expected.push({ event: event || undefined, id, data }),
          onRetry: (ms) => retries.push(ms),
        });
        for (const one of pieces) parser.feed(one);
        const found = read(pieces);
        assert.deepEqual(
          found
            .filter(({ data }) => data !== undefined)
            .map(({ event, id, data }) => ({ event: event || undefined, id, data })),
          expected,
        );
        // Another one tells of each at once; of several in one event the last counts here.
        const last = found.flatMap(({ retry }) => (retry === undefined ? [] : [Number(retry)]));
        assert.ok(last.every((ms) => retries.includes(ms)));
      }),
      { numRuns: 500 },
    );
  });

  it('gives comments as nothing, and an id that comes without data', () => {
    assert.deepEqual(
      read([': alive\n', 'id: 7\n\nevent: mark\r', '\ndata: 1\r\n', 'data: 2\r\n\r\n', 'data: cut off']),
      [{}, { id: '7' }, { event: 'mark', data: '1\n2' }],
    );
  });
});
