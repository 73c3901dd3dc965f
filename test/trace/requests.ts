/** The exec requests of a recording as the audit log of an API server has them. */
import type { Job, Recording } from './recording.js';
import type { Replay } from './replay.js';
import { Dice, type Variant } from './variants.js';

/** Between the request and the process, and between the end of the process and that of the request. */
export const latencyMs = { low: 20, high: 120 };
/** Milliseconds since 1970 of the beginning of every recording. */
export const epochMs = Date.UTC(2026, 2, 3, 9, 0, 0);
export const namespace = 'shop';

export interface ExecRequest {
  readonly job: Job;
  readonly auditId: string;
  /** By the clock of the API server, in microseconds since the beginning of the recording. */
  readonly receivedUs: number;
  /** null: not on record. */
  readonly completedUs: number | null;
  readonly statusCode: number;
}

const people: ReadonlyMap<string, { readonly groups: readonly string[]; readonly address: string }> = new Map([
  ['ana', { groups: ['operators'], address: '192.0.2.11' }],
  ['ben', { groups: ['operators'], address: '192.0.2.12' }],
  ['cleo', { groups: ['developers'], address: '198.51.100.31' }],
  ['dov', { groups: ['developers', 'on-call'], address: '198.51.100.32' }],
  ['eva', { groups: ['support'], address: '203.0.113.77' }],
]);

/** An id like those of the API server, the same for the same job whatever the variant. */
export function auditIdOf(recording: string, job: string): string {
  const dice = new Dice(`${recording} ${job}`);
  const digits = (count: number): string =>
    Array.from({ length: count }, () => Math.floor(dice.next() * 16).toString(16)).join('');
  return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
}

export function execRequests(recording: Recording, replayed: Replay, variant: Variant, seed: string): ExecRequest[] {
  const dice = new Dice(`${seed} requests`);
  const skewUs = variant.skewMs * 1000;
  const latencyUs = (): number => Math.round(dice.between(latencyMs.low, latencyMs.high) * 1000);
  const requests: ExecRequest[] = [];
  for (const job of recording.jobs) {
    if (job.kind === 'unaudited' || job.kind === 'probe') continue;
    const [before, after, lost] = [latencyUs(), latencyUs(), dice.next() < variant.withoutEnd];
    const isDenied = job.kind === 'denied';
    const root = replayed.roots.get(job.id);
    const startUs = replayed.firstPrograms.get(job.id) ?? root?.startUs ?? job.atUs + before;
    const endUs = isDenied ? startUs - before + 3_000 : (root?.endUs ?? startUs) + after;
    requests.push({
      job,
      auditId: auditIdOf(recording.name, job.id),
      receivedUs: startUs - before - skewUs,
      completedUs: lost && !isDenied ? null : endUs - skewUs,
      statusCode: isDenied ? 403 : 101,
    });
  }
  return requests;
}

export const isoTime = (us: number): string => {
  const ms = Math.floor(us / 1000);
  const micros = Math.round(us - ms * 1000);
  return `${new Date(epochMs + ms).toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
};

/** The lines of the audit log: one for each stage. */
export function auditLines(request: ExecRequest, recording: Recording): readonly string[] {
  const { job, auditId, receivedUs, completedUs, statusCode } = request;
  const container = recording.containers.find(({ key }) => key === job.container);
  const person = people.get(job.user ?? '');
  const parameters = new URLSearchParams(job.argv.map((word) => ['command', word]));
  parameters.append('container', container?.name ?? '');
  parameters.append('stdin', 'true');
  parameters.append('stdout', 'true');
  if (job.tty) parameters.append('tty', 'true');
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: auditId,
    requestURI: `/api/v1/namespaces/${namespace}/pods/${container?.pod}/exec?${parameters.toString()}`,
    verb: 'create',
    user: { username: `${job.user}@example.org`, groups: [...(person?.groups ?? []), 'system:authenticated'] },
    sourceIPs: [person?.address ?? '192.0.2.99'],
    userAgent: 'kubectl/v1.31.0 (linux/amd64)',
    objectRef: { resource: 'pods', subresource: 'exec', namespace, name: container?.pod, apiVersion: 'v1' },
    requestReceivedTimestamp: isoTime(receivedUs),
    annotations: { 'authorization.k8s.io/decision': job.kind === 'denied' ? 'forbid' : 'allow' },
  };
  const stage = (name: string, atUs: number): string =>
    JSON.stringify({ ...event, stage: name, stageTimestamp: isoTime(atUs), responseStatus: { code: statusCode } });
  const lines = statusCode === 101 ? [stage('ResponseStarted', receivedUs + 9_000)] : [];
  return completedUs === null ? lines : [...lines, stage('ResponseComplete', completedUs)];
}
