import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { MessageChannel as Channel } from 'node:worker_threads';
import { releaseProxy, transfer, wrap, type Endpoint } from 'comlink';
import { answerCalls } from '../../workers/api/answer-calls.js';

const methods = {
  add: (a: number, b: number) => a + b,
  later: async (value: { readonly ns: bigint; readonly list: readonly string[] }) => {
    await Promise.resolve();
    return value;
  },
  length: (bytes: Uint8Array) => bytes.length,
  fails: () => {
    throw new RangeError('too far');
  },
  refuses: () => Promise.reject(new TypeError('not so')),
  unclonable: () => () => {},
};

let close = (): void => {};
afterEach(() => close());

/** Comlink's own caller on one end, ours on the other. */
function connected() {
  const { port1, port2 } = new Channel();
  close = () => port1.close();
  answerCalls(methods, {
    addEventListener: (_, listener) => port2.on('message', (data) => listener({ data })),
    postMessage: (message) => port2.postMessage(message),
  });
  return wrap<typeof methods & { readonly missing: () => void }>(port1 as unknown as Endpoint);
}

test('what comlink calls is answered: values, promises, and bytes that are moved', async () => {
  const api = connected();
  assert.equal(await api.add(1, 2), 3);
  assert.deepEqual(await api.later({ ns: 2n ** 62n, list: ['a'] }), { ns: 2n ** 62n, list: ['a'] });
  const bytes = new Uint8Array(1_000);
  assert.equal(await api.length(transfer(bytes, [bytes.buffer])), 1_000);
  assert.equal(bytes.length, 0);
  assert.deepEqual(await Promise.all([1, 2, 3].map((one) => api.add(one, one))), [2, 4, 6]);
});

test('what is thrown, refused, missing or cannot be cloned fails the call, and only it', async () => {
  const api = connected();
  await assert.rejects(api.fails(), { name: 'RangeError', message: 'too far' });
  await assert.rejects(api.refuses(), { name: 'TypeError', message: 'not so' });
  await assert.rejects(api.missing(), /no method missing/);
  await assert.rejects(Promise.resolve(api.unclonable()), /could not be cloned/);
  assert.equal(await api.add(2, 2), 4);
});

test('a caller that lets go is told so', () => {
  const api = connected();
  assert.doesNotThrow(() => api[releaseProxy]());
});

test('messages that are no calls are nobody’s business', async () => {
  const heard: ((event: { readonly data: unknown }) => void)[] = [];
  const answers: unknown[] = [];
  answerCalls(methods, {
    addEventListener: (_, listener) => heard.push(listener),
    postMessage: (message) => answers.push(message),
  });
  for (const data of [null, 7, 'text', {}, { type: 'GET', id: '1' }, { type: 'APPLY', id: '2' }])
    for (const listener of heard) listener({ data });
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(
    answers.map((answer) => Object.entries(answer as object).filter(([name]) => name !== 'value')),
    [
      [
        ['id', '2'],
        ['type', 'HANDLER'],
        ['name', 'throw'],
      ],
    ],
  );
});
