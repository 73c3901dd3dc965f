/** What the tests of the Sysdig backend have in common: a strict server, and a backend for which waiting moves the server's clock. */
import type { Activity } from '../../src/model/activity.js';
import type { SysdigApi, SysdigSource } from '../../src/model/source.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { SysdigBackend } from '../../workers/ingest/sysdig.js';
import { Faults } from '../servers/faults.js';
import { localServer, type LocalServer } from '../servers/local-server.js';
import { sysdigHeaders, SysdigServer, type SysdigServerOptions } from '../servers/sysdig-server.js';
import { twistingProxy, type PageDocument, type Twisted } from '../servers/twisting-proxy.js';
import type { ContractSubject, GapSubject } from './contract-subject.js';
import { wholeRange } from './contract-activities.js';

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
  const { now = Date.now } = options;
  const nowMs = (): number => now() + waitsMs.reduce((sum, waitMs) => sum + waitMs, 0);
  const sysdig = new SysdigServer(held, { ...options, now: nowMs });
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

/** Its pages, 100 activities each, changed on their way. */
export async function twistedSysdig(
  held: readonly Activity[],
  api: SysdigApi,
  twist: (page: PageDocument, turn: number) => Twisted,
): Promise<ContractSubject> {
  const sysdig = new SysdigServer(held, { api });
  const server = await localServer((call) => sysdig.answer(call));
  const proxy = await twistingProxy(server.url, twist);
  const { backend, close } = await sysdigSubject(held, { api }, { url: proxy.url, pageSize: 100 });
  const closeAll = async (): Promise<void> => {
    await Promise.all([close(), proxy.close()]);
    await server.close();
  };
  return { backend, close: closeAll };
}

/** It keeps what happened in its last day: the first half of the activities is older. */
export async function forgetfulSysdig(held: readonly Activity[], api: SysdigApi): Promise<GapSubject> {
  const middleNs = held[Math.floor(held.length / 2)]!.timeNs;
  const nowMs = Math.ceil(Number(middleNs) / 1e6) + 86_400_000;
  const subject = await sysdigSubject(held, { api, now: () => nowMs }, { keptDays: 1 });
  const gap = { range: { fromNs: wholeRange.fromNs, toNs: BigInt(nowMs - 86_400_000) * 1_000_000n } };
  return { ...subject, gap, range: wholeRange };
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
