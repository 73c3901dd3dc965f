import type { SysdigSource } from '../../src/model/source.js';
import { open } from '../decode/open.js';
import { StreamDecoder } from '../decode/stream-decoder.js';
import type { Backend } from '../ingest/backend.js';
import { SysdigBackend } from '../ingest/sysdig.js';

/** A part of its own: Sysdig's API. Its entries are documents of the same shape as those of the open protocol. */
export const sysdigBackend = (source: SysdigSource, baseUrl: string, fetchWith: typeof fetch): Backend =>
  new SysdigBackend(source, {
    baseUrl,
    createDecoder: (options) => new StreamDecoder({ ...options, places: false }, [open]),
    fetch: fetchWith,
  });
