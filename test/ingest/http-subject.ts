/** What the tests of the HTTP backend have in common: a backend that does not wait, and what came out of it. */
import type { Activity } from '../../src/model/activity.js';
import type { AuditError } from '../../src/model/audit-error.js';
import type { CreateDecoder } from '../../src/model/reading.js';
import type { HttpSource } from '../../src/model/source.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import type { Backend, ReadRequest, ReadStep } from '../../workers/ingest/backend.js';
import { HttpBackend } from '../../workers/ingest/http.js';
import { EntriesServer, type EntriesOptions } from '../servers/entries-server.js';
import { Faults } from '../servers/faults.js';
import { localServer, type Call } from '../servers/local-server.js';
import { twistingProxy } from '../servers/twisting-proxy.js';
import type { ContractOptions, ContractSubject } from './contract-subject.js';
import { contractActivities } from './contract-activities.js';
import { activitiesOf } from '../decode/activities-of.js';

export const second = 1_000_000_000n;

/** 300 activities, oldest first, and a range that holds them all. */
export const activities = contractActivities();
export const range = {
  fromNs: (activities[0]?.timeNs ?? 0n) - second,
  toNs: (activities.at(-1)?.timeNs ?? 0n) + second,
};

export interface Subject {
  readonly backend: HttpBackend;
  /** How long it wanted to wait, each time. */
  readonly waitsMs: number[];
}

/** A backend for which no time passes while it waits; chance is always in the middle. */
export function hasty(
  url: string,
  source: Partial<HttpSource> = {},
  fetchWith?: typeof fetch,
  loadArrowDecoder?: () => Promise<CreateDecoder>,
): Subject {
  const waitsMs: number[] = [];
  const backend = new HttpBackend(
    { kind: 'http', url, ...source },
    {
      baseUrl: 'http://127.0.0.1/',
      createDecoder,
      ...(fetchWith && { fetch: fetchWith }),
      ...(loadArrowDecoder && { loadArrowDecoder }),
      random: () => 0.5,
      sleep: (lengthMs, signal) => {
        waitsMs.push(lengthMs);
        return new Promise((resolve, reject) =>
          setImmediate(() => (signal.aborted ? reject(signal.reason as Error) : resolve())),
        );
      },
    },
  );
  return { backend, waitsMs };
}

export interface Reading {
  readonly steps: readonly ReadStep[];
  /** Ids in the order of their coming, repeats included. */
  readonly ids: readonly string[];
  readonly contradictions: readonly string[];
  readonly coveredFromNs: bigint | undefined;
  readonly error: AuditError | undefined;
}

/** Reads to the end or to the error. */
export async function read(
  backend: Backend,
  request: ReadRequest = { range },
  signal = AbortSignal.timeout(20_000),
): Promise<Reading> {
  const steps: ReadStep[] = [];
  let error: AuditError | undefined;
  try {
    for await (const step of backend.read(request, signal)) steps.push(step);
  } catch (thrown) {
    error = thrown as AuditError;
  }
  return {
    steps,
    ids: steps.flatMap((step) => activitiesOf(step.decoded).map(({ id }) => id)),
    contradictions: steps.flatMap((step) => step.contradiction ?? []),
    coveredFromNs: steps.map((step) => step.coveredFromNs).findLast((ns) => ns !== undefined),
    error,
  };
}

export const idsOf = (some: readonly Activity[]): readonly string[] => some.map(({ id }) => id);
export const allIds = idsOf(activities).toSorted();
export const newestFirst = idsOf(activities).toReversed();

/** A server that a contract is looked at with. */
export interface Served {
  answer(call: Call): void;
  arrive(activities: readonly Activity[]): void;
}

/** A backend over such a server, which can be made to fail. */
export const behind =
  (serve: (held: readonly Activity[]) => Served) =>
  async (held: readonly Activity[]): Promise<ContractSubject> => {
    const served = serve(held);
    const faults = new Faults();
    const server = await localServer((call) => (faults.take(call) ? undefined : served.answer(call)));
    const { backend, waitsMs } = hasty(`${server.url}/audit`, { pollEveryMs: 20 });
    return { backend, faults, waitsMs, arrive: (arriving) => served.arrive(arriving), close: () => server.close() };
  };

/** As `behind`, its pages changed on their way; documents, 100 activities each. */
export const twistedBehind =
  (options: EntriesOptions): NonNullable<ContractOptions['twisted']> =>
  async (held, twist) => {
    const entries = new EntriesServer(held, { ...options, pageSize: 100, ndjson: false });
    const server = await localServer((call) => entries.answer(call));
    const proxy = await twistingProxy(server.url, twist);
    const close = async (): Promise<void> => {
      await proxy.close();
      await server.close();
    };
    return { backend: hasty(proxy.url).backend, close };
  };

export const servedBy = (options: EntriesOptions): ReturnType<typeof behind> =>
  behind((held) => new EntriesServer(held, options));
