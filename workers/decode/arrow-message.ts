import { arrowFailure } from './arrow-failure.js';
import type { BatchLayout } from './arrow-buffers.js';
import { Flatbuffer, longAt, type FlatTable } from './arrow-flatbuffer.js';
import { checkSchema, metadataOf, type BatchParts, type CheckedSchema } from './arrow-schema-check.js';

const HeaderType = { schema: 1, dictionary: 2, record: 3 } as const;
const mostRows = 1 << 20;
/** Of rows times columns in one batch. */
const mostCells = 1 << 25;

/** The metadata of a message that was walked and found to be sound. */
export type MessageHeader = { readonly bodyLength: number; readonly metadata: ReadonlyMap<string, string> } & (
  | { readonly kind: 'schema'; readonly schema: CheckedSchema }
  | { readonly kind: 'record'; readonly layout: BatchLayout; readonly check: (schema: CheckedSchema) => void }
  | {
      readonly kind: 'dictionary';
      /** Of a batch with the dictionary's one column. */
      readonly layout: BatchLayout;
      readonly id: number;
      readonly isDelta: boolean;
      readonly check: (schema: CheckedSchema) => void;
    }
);

/** Throws where the metadata is damaged. */
export function readHeader(bytes: Uint8Array): MessageHeader {
  const buffer = new Flatbuffer(bytes);
  const message = buffer.root();
  const version = message.short(0);
  if (version !== 3 && version !== 4)
    throw arrowFailure(`its metadata has the version number ${version}; expected 3 or 4`);
  const type = message.byte(1);
  const header = message.table(2);
  const common = { bodyLength: message.long(3), metadata: metadataOf(message, 4) };
  if (common.bodyLength < 0) throw arrowFailure(`a message announces ${common.bodyLength} bytes`);
  if (!header) throw arrowFailure('a message has no header');
  if (type === HeaderType.schema) return { ...common, kind: 'schema', schema: checkSchema(header) };
  if (type === HeaderType.record) {
    const { layout, check } = checkBatch(buffer, header, common.bodyLength);
    return { ...common, kind: 'record', layout, check: ({ whole }) => check(whole) };
  }
  if (type !== HeaderType.dictionary) throw arrowFailure(`a message is of the type number ${type}, which is not read`);
  const data = header.table(1);
  if (!data) throw arrowFailure('a dictionary has no values');
  const id = header.long(0);
  const { layout, check } = checkBatch(buffer, data, common.bodyLength);
  return {
    ...common,
    kind: 'dictionary',
    layout,
    id,
    isDelta: header.byte(2) !== 0,
    check: ({ dictionaries }) => {
      const parts = dictionaries.get(id);
      if (!parts) throw arrowFailure(`a dictionary has the id ${id}, and no column uses it`);
      check(parts);
    },
  };
}

function checkBatch(
  { view }: Flatbuffer,
  batch: FlatTable,
  bodyLength: number,
): { readonly layout: BatchLayout; readonly check: (parts: BatchParts) => void } {
  const rows = batch.long(0);
  if (rows < 0 || rows > mostRows) throw arrowFailure(`a batch has ${rows} rows; expected 0 to ${mostRows}`);
  if (batch.table(3))
    throw arrowFailure('its buffers are compressed; compress the whole answer (Content-Encoding) instead');
  if (batch.vector(4, 8).count > 0) throw arrowFailure('it has columns of views, which are not read');
  const nodes = batch.vector(1, 16);
  const buffers = batch.vector(2, 16);
  const layout = { rows, nodes: new Float64Array(nodes.count * 2), buffers: new Float64Array(buffers.count * 2) };
  for (let index = 0; index < nodes.count; index += 1) {
    const length = longAt(view, nodes.at + index * 16);
    const nulls = longAt(view, nodes.at + index * 16 + 8);
    if (length < 0 || nulls < 0 || nulls > length)
      throw arrowFailure(`a column has ${length} values, ${nulls} of them null`);
    layout.nodes[index * 2] = length;
    layout.nodes[index * 2 + 1] = nulls;
  }
  for (let index = 0; index < buffers.count; index += 1) {
    const offset = longAt(view, buffers.at + index * 16);
    const length = longAt(view, buffers.at + index * 16 + 8);
    if (offset < 0 || length < 0 || offset % 8 !== 0 || offset + length > bodyLength) {
      throw arrowFailure(
        `a buffer of ${length} bytes at ${offset} lies outside of a body of ${bodyLength} bytes, or not at a multiple of 8`,
      );
    }
    layout.buffers[index * 2] = offset;
    layout.buffers[index * 2 + 1] = length;
  }
  const check = (parts: BatchParts): void => {
    if (nodes.count !== parts.nodes || buffers.count !== parts.buffers) {
      throw arrowFailure(
        `a batch has ${nodes.count} columns in ${buffers.count} buffers; its schema says ${parts.nodes} in ${parts.buffers}`,
      );
    }
    if (rows * parts.nodes > mostCells)
      throw arrowFailure(`a batch has ${rows} rows of ${parts.nodes} columns; send smaller ones`);
  };
  return { layout, check };
}
