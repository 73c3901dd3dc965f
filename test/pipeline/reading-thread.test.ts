import { expect } from '@open-wc/testing';
import { trustedScriptUrl } from '../../src/model/trusted-url.js';
import type { Asked, Told } from './reading.worker.js';

const engineFile = new URL('../../workers/api/engine.worker.ts', import.meta.url).href;

/** More than is worth another thread: every form of value, lines of other formats, lines that cannot be read. */
const lines = Array.from({ length: 8_000 }, (_, at) => {
  if (at % 1_000 === 999) return 'no JSON\n';
  if (at % 500 === 250)
    return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"audit-${at}","stage":"ResponseComplete","verb":"create","objectRef":{"resource":"pods","subresource":"exec","namespace":"ns","name":"p"},"stageTimestamp":"2024-01-01T00:00:00.000001Z","requestURI":"/exec?command=ls"}\n`;
  return `{"id":"${at.toString(16).padStart(32, '0')}","type":"${at % 3 ? 'command' : 'connection'}","timestamp":"170000000000000${at % 10}123","comm":"c${at % 7}","pid":${at},"args":["a","${at % 5}"],"cmdline":"run \\"${at}\\" ${'x'.repeat(90)}","labels":{"kubernetes.namespace.name":"ns-${at % 9}","kubernetes.pod.name":"pod-${at % 90}"}}\n`;
}).join('');

function read(asked: Partial<Asked>): Promise<Told> {
  const worker = new Worker(trustedScriptUrl(new URL('./reading.worker.ts', import.meta.url).href), { type: 'module' });
  return new Promise<Told>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Told | string>) =>
      typeof data === 'string' ? reject(new Error(data)) : resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ address: engineFile, lines, pushes: 3, ...asked });
  }).finally(() => worker.terminate());
}

describe('reading on a second thread', () => {
  before(function () {
    if (navigator.hardwareConcurrency < 2) this.skip();
  });

  it('gives what the engine reads itself, value for value and in order, with its problems', async () => {
    const { elsewhere, there, here, problems } = await read({});
    expect(elsewhere).to.equal(3);
    expect(there.length).to.equal(3 * (8_000 - 8));
    expect(there).to.deep.equal(here);
    expect(problems.length).to.equal(3 * 8);
    expect(problems[0]).to.contain('push 1000: ');
  }).timeout(60_000);

  it('tells whoever waits when the thread ends, and loses no portion that came', async () => {
    const { there, here, failures } = await read({ endsAfter: 2 });
    expect(failures.length).to.be.greaterThan(0);
    expect(failures.every((failure) => failure.includes('Push them again'))).to.equal(true);
    expect(there).to.deep.equal(here.slice(0, there.length));
  }).timeout(60_000);

  it('is left to the engine where the thread cannot start', async () => {
    const { elsewhere, here } = await read({
      address: new URL('./missing.worker.ts', import.meta.url).href,
      pushes: 1,
      startsWithinMs: 1_000,
    });
    expect(elsewhere).to.equal(0);
    expect(here.length).to.equal(8_000 - 8);
  }).timeout(60_000);
});
