import type { CreateDecoder } from '../../src/model/reading.js';
import { auditd } from './auditd.js';
import { cowrie } from './cowrie.js';
import { ecs } from './ecs.js';
import { EnclosedReading } from './enclosed-reading.js';
import { falco } from './falco.js';
import { EntryMembers } from './entry-members.js';
import type { FormatDecoder, TextFormat } from './format-decoder.js';
import { kubearmor } from './kubearmor.js';
import { kubernetesAudit } from './kubernetes-audit.js';
import { open } from './open.js';
import { osquery } from './osquery.js';
import { StreamDecoder, type Lines } from './stream-decoder.js';
import { sysdig } from './sysdig.js';
import { createTetragon } from './tetragon.js';
import { tracee } from './tracee.js';
import { zeekText } from './zeek-text.js';
import { zeek } from './zeek.js';

/** Every format that can be read, for one stream. A new one is a file of its own and a line here. */
export const createFormatDecoders = (): readonly FormatDecoder[] => [
  kubernetesAudit,
  falco,
  createTetragon(),
  tracee,
  sysdig,
  open,
  zeek,
  osquery,
  ecs,
  cowrie,
  kubearmor,
];

/** Those whose records are lines of text. */
const textFormats: readonly TextFormat[] = [auditd, zeekText];

const lines: Lines = {
  textFormats,
  createReading: (host, maxRecordBytes) => new EnclosedReading(host, maxRecordBytes),
};

/** A decoder for one stream, of any of these formats. */
export const createDecoder: CreateDecoder = (options) =>
  new StreamDecoder(options, createFormatDecoders(), new EntryMembers(), lines);

/** The same, for many short streams of one kind: what one of them showed of members and values is known to the next, and what it left open may end there. */
export interface RelatedDecoders {
  readonly create: CreateDecoder;
  /** Gives back most of the memory that what was learnt takes. Not while a decoder reads. */
  rest(): void;
}

export function relatedDecoders(): RelatedDecoders {
  const members = new EntryMembers();
  const formats = createFormatDecoders();
  return {
    create: (options) => new StreamDecoder(options, formats, members, lines),
    rest: () => members.rest(),
  };
}
