import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import '../../components/activity-list/define.js';
import type { ActivityListElement } from '../../components/activity-list/activity-list.js';
import { createStore, type ActivityStore } from '../../src/headless.js';
import type { FileInput } from '../../src/model/source.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 20_000 });

const fileOf = (name: string, records: readonly object[]): FileInput => ({
  name,
  blob: new Blob([records.map((record) => JSON.stringify(record)).join('\n')]),
});
const iso = (ms: number): string => new Date(1_700_000_000_000 + ms).toISOString();

let store: ActivityStore | null = null;
afterEach(async () => {
  await store?.dispose();
  store = null;
});

async function shown(...files: FileInput[]): Promise<ActivityListElement> {
  store = createStore({ source: { kind: 'file', files }, engine: { mode: 'page' } });
  const frame = await fixture<HTMLElement>(html`<div></div>`);
  frame.style.setProperty('width', '1000px');
  frame.style.setProperty('height', '460px');
  const list = document.createElement('activity-list');
  list.store = store;
  frame.append(list);
  return list;
}
const text = (list: ActivityListElement): string => list.shadowRoot!.textContent.replace(/\s+/g, ' ');
const button = (list: ActivityListElement, name: RegExp): HTMLElement | undefined =>
  [...list.shadowRoot!.querySelectorAll<HTMLElement>('button')].find((one) => name.test(one.textContent.trim()));
const rows = (list: ActivityListElement): number =>
  list.shadowRoot!.querySelectorAll('[role="rowgroup"] [role="row"]:not(.skeleton)').length;

describe('A file whose name turns text around', () => {
  it('does so in no sentence and no button: it is shown with marks', async () => {
    const list = await shown(
      fileOf('a\u202Enosj.x', [{ 'k\u202Ey': 1, kind: 'k\u202End' }]),
      fileOf('b.x', [{ any: 1 }]),
    );
    await waitUntil(() => text(list).includes('was not read'), 'it is refused');
    expect(text(list)).not.to.contain('\u202E');
    const notice = [...list.shadowRoot!.querySelectorAll('.notice, .state')].find((one) =>
      one.textContent.includes('nosj.x'),
    );
    // Its name, a key and its kind.
    expect(notice?.querySelectorAll('.mark[data-label]').length).to.equal(3);
    await expect(list).to.be.accessible();
  }).timeout(40_000);
});

describe('A file that could be of two formats', () => {
  it('is not guessed: the list asks, and reads it as the one that is chosen', async () => {
    const list = await shown(
      fileOf('both.log', [
        {
          rule: 'r',
          priority: 'Notice',
          time: iso(0),
          output_fields: { 'proc.name': 'sh' },
          process_exec: { process: { exec_id: 'x', pid: 2, binary: '/bin/sh', start_time: iso(0) } },
        },
      ]),
    );
    await waitUntil(() => button(list, /Read as: Tetragon/) !== undefined, 'the choice is there');
    expect(text(list)).to.contain('"both.log" was not read: it could be of the formats falco, tetragon');
    expect(button(list, /Read as: Falco/)).to.not.equal(undefined);
    expect(rows(list)).to.equal(0);
    button(list, /Read as: Tetragon/)!.click();
    await waitUntil(() => rows(list) === 1, 'the row is there');
    await waitUntil(() => button(list, /Read as/) === undefined, 'the question is gone');
  }).timeout(40_000);

  it('in some of its records is asked about as well; the others are there meanwhile', async () => {
    const alert = { rule: 'r', priority: 'Notice', output_fields: { 'evt.type': 'execve', 'proc.name': 'sh' } };
    const both = { process_exec: { process: { exec_id: 'x', pid: 2, binary: '/bin/sh', start_time: iso(1) } } };
    const list = await shown(
      fileOf('falco.log', [
        { ...alert, time: iso(0) },
        { ...alert, ...both, time: iso(1) },
        { ...alert, time: iso(2) },
      ]),
    );
    await waitUntil(() => button(list, /Read as: Falco/) !== undefined, 'the choice is there');
    expect(text(list)).to.contain('"falco.log" was read in part: some records could be of the formats falco, tetragon');
    await waitUntil(() => rows(list) === 2, 'what is beyond doubt is shown');
    expect(text(list)).to.contain('at least');
    button(list, /Read as: Falco/)!.click();
    await waitUntil(() => rows(list) === 3, 'the third row is there');
    await waitUntil(() => button(list, /Read as/) === undefined, 'the question is gone');
  }).timeout(40_000);
});

describe('Two logs whose clocks differ', () => {
  const audit = fileOf(
    'audit.log',
    [0, 1, 2, 3].flatMap((at) =>
      ['ResponseStarted', 'ResponseComplete'].map((stage) => ({
        kind: 'Event',
        apiVersion: 'audit.k8s.io/v1',
        auditID: `id-${at}`,
        stage,
        requestURI: '/x/exec?command=sh&container=nginx&tty=true',
        user: { username: 'ann' },
        objectRef: { resource: 'pods', namespace: 'app', name: 'web-1', subresource: 'exec' },
        responseStatus: { code: 101 },
        requestReceivedTimestamp: iso(at * 60_000),
        stageTimestamp: iso(at * 60_000 + (stage === 'ResponseComplete' ? 20_000 : 30)),
      })),
    ),
  );
  const sensor = fileOf(
    'tetragon.log',
    [0, 1, 2, 3].flatMap((at) => {
      const startMs = at * 60_000 + 2_070;
      const process = {
        exec_id: `shell-${at}`,
        pid: 1000 + at * 10,
        binary: '/bin/sh',
        start_time: iso(startMs),
        in_init_tree: false,
        pod: { namespace: 'app', name: 'web-1', container: { id: `containerd://${'c0'.repeat(32)}`, name: 'nginx' } },
      };
      const parent = { pid: 50, binary: '/usr/bin/runc' };
      return [
        { process_exec: { process, parent }, node_name: 'node-1', time: iso(startMs) },
        { process_exit: { process, parent }, node_name: 'node-1', time: iso(startMs + 19_800) },
      ];
    }),
  );

  it('are named without turning the sentence around', async () => {
    const list = await shown({ ...audit, name: 'a\u202Eudit.log' }, sensor);
    await waitUntil(() => button(list, /^Correct the times of a\\u202eudit\.log/) !== undefined, 'the offer is there');
    button(list, /^Correct the times of/)!.click();
    await waitUntil(() => text(list).includes('The times of a\\u202eudit.log are shown'), 'what was done');
    expect(text(list)).not.to.contain('\u202E');
  }).timeout(40_000);

  it('say so, are corrected with one click, and back', async () => {
    const list = await shown(audit, sensor);
    await waitUntil(() => button(list, /Correct the times of audit\.log/) !== undefined, 'the offer is there');
    expect(text(list)).to.match(/The clock of node-1 is about (?:1\.9\d*|2(?:\.0\d*)?) sec ahead of the audit log/);
    button(list, /Correct the times of audit\.log/)!.click();
    await waitUntil(
      () => /The times of audit\.log are shown .* later than they were written/.test(text(list)),
      'it is said',
    );
    await waitUntil(() => rows(list) === 8, 'everything is read again');
    await waitUntil(() => store?.status?.joins !== undefined, 'the clocks were compared again');
    expect(button(list, /Correct the times/)).to.equal(undefined);
    button(list, /Undo/)!.click();
    await waitUntil(() => button(list, /Correct the times of audit\.log/) !== undefined, 'as before');
  }).timeout(60_000);
});
