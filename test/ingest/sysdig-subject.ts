/** What the tests of the Sysdig backend have in common: a strict server, and a backend for which waiting moves the server's clock. */
import type { Activity } from '../../src/model/activity.js';
import type { SysdigSource } from '../../src/model/source.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { SysdigBackend } from '../../workers/ingest/sysdig.js';
import { Faults } from '../servers/faults.js';
import { localServer, type LocalServer } from '../servers/local-server.js';
import { sysdigHeaders, SysdigServer, type SysdigServerOptions } from '../servers/sysdig-server.js';
import type { ContractSubject } from './backend-contract.js';

export interface SysdigSubject extends ContractSubject {
  readonly backend: SysdigBackend;
  readonly sysdig: SysdigServer;
  readonly server: LocalServer;
  readonly faults: Faults;
  readonly waitsMs: readonly number[];
  readonly close: () => Promise<void>;
}

/** Ten years: the activities of the tests are older than what Sysdig keeps. */
const keptDays = 3_653;

export async function sysdigSubject(
  held: readonly Activity[],
  options: SysdigServerOptions = {},
  source: Partial<SysdigSource> = {},
): Promise<SysdigSubject> {
  const waitsMs: number[] = [];
  const nowMs = (): number => Date.now() + waitsMs.reduce((sum, waitMs) => sum + waitMs, 0);
  const sysdig = new SysdigServer(held, { now: nowMs, ...options });
  const faults = new Faults();
  const server = await localServer((call) => (faults.take(call) ? undefined : sysdig.answer(call)));
  const backend = new SysdigBackend(
    {
      kind: 'sysdig',
      url: server.url,
      headers: sysdigHeaders,
      api: options.api ?? 'v1',
      pollEveryMs: 20,
      keptDays,
      ...source,
    },
    {
      baseUrl: 'http://127.0.0.1/',
      createDecoder,
      now: nowMs,
      random: () => 0.5,
      sleep: (lengthMs, signal) => {
        waitsMs.push(lengthMs);
        return new Promise((resolve, reject) =>
          setImmediate(() => (signal.aborted ? reject(signal.reason as Error) : resolve())),
        );
      },
    },
  );
  return {
    ...{ backend, sysdig, server, faults, waitsMs },
    arrive: (arriving) => sysdig.arrive(arriving),
    close: () => server.close(),
  };
}

/** As `sysdigSubject`, closed when `use` is done with it. */
export async function withSysdig(
  held: readonly Activity[],
  use: (subject: SysdigSubject) => Promise<void>,
  options: SysdigServerOptions = {},
  source: Partial<SysdigSource> = {},
): Promise<void> {
  const subject = await sysdigSubject(held, options, source);
  try {
    await use(subject);
  } finally {
    await subject.close();
  }
}
