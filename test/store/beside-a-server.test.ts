/** Files and pushes beside a server: they are this store's, and never taken for the server's. */
import { expect } from '@open-wc/testing';
import { createStore, type ActivityStore } from '../../src/headless.js';
import type { TimeRange } from '../../src/model/time-range.js';

const startNs = 1_700_000_000_000_000_000n;
const range: TimeRange = { fromNs: startNs, toNs: startNs + 1_000n };
const key = new Uint8Array(32).fill(7);
const line = (id: string, at: number): string =>
  `${JSON.stringify({ id, type: 'command', timestamp: String(startNs + BigInt(at)), comm: 'ls' })}\n`;
const mine = { name: 'mine.ndjson', blob: new Blob([line('private', 500)]) };

/** A server with 100 activities. */
function server() {
  let pages = 0;
  const fetch = async (url: string): Promise<Response> => {
    const { pathname } = new URL(url);
    if (pathname.endsWith('/capabilities'))
      return Response.json({ protocol: 1, capabilities: [], limits: { pageSize: 200 } });
    pages += 1;
    const lines = Array.from({ length: 100 }, (_, at) => line(`s${at}`, 100 - at)).join('');
    return new Response(`${lines}{"page":{"total":100}}\n`, { headers: { 'content-type': 'application/x-ndjson' } });
  };
  return { fetch, pages: () => pages };
}

let hosts = 0;
function views(mode: 'memory' | 'persistent') {
  const { fetch, pages } = server();
  const source = { kind: 'http', url: `/beside-${Date.now()}-${(hosts += 1)}/` } as const;
  const cache = mode === 'memory' ? { mode } : { mode, key, maxAgeDays: 36_500 };
  const view = { window: { kind: 'absolute', range } } as const;
  return { pages, open: () => createStore({ source, access: { fetch }, cache, engine: { mode: 'page' }, view }) };
}

/** What a person reads, once the store has what its window shows. */
async function shown(store: ActivityStore): Promise<string> {
  await store.load(range);
  const { totals, coverage } = await store.ask({ totals: true });
  return `${totals?.matching} ${coverage.certainty}`;
}

describe('a file that is opened beside a server', () => {
  for (const mode of ['memory', 'persistent'] as const)
    it(`is in that view alone, with the cache in the mode ${mode}`, async () => {
      const { open } = views(mode);
      const one = open();
      const other = open();
      expect([await shown(one), await shown(other)]).to.deep.equal(['100 exact', '100 exact']);
      await one.addFiles([mine]);
      expect(await shown(one)).to.equal('101 exact');
      expect(await shown(other)).to.equal('100 exact');
      const third = open();
      expect(await shown(third)).to.equal('100 exact');
      await Promise.all([one, other, third].map((store) => store.dispose()));
    });

  it('is not read again by a view that nobody shares and of which nothing is kept', async () => {
    const { open, pages } = views('memory');
    const store = open();
    await shown(store);
    const before = pages();
    await store.addFiles([mine]);
    expect(await shown(store)).to.equal('101 exact');
    expect(pages()).to.equal(before);
    const next = open();
    expect(await shown(next)).to.equal('100 exact');
    await Promise.all([store.dispose(), next.dispose()]);
  });

  it('is gone after a reload, while what the server answered is kept', async () => {
    const { open, pages } = views('persistent');
    const store = open();
    await shown(store);
    await store.addFiles([mine]);
    expect(await shown(store)).to.equal('101 exact');
    await store.dispose();
    const before = pages();
    const reloaded = open();
    expect(await shown(reloaded)).to.equal('100 exact');
    expect(pages()).to.equal(before);
    await reloaded.dispose();
  });
});

describe('activities that are pushed beside a server', () => {
  it('are in that view alone, together with what it had asked the server for', async () => {
    const { open } = views('persistent');
    const one = open();
    const other = open();
    expect([await shown(one), await shown(other)]).to.deep.equal(['100 exact', '100 exact']);
    const pushes = ['a', 'b'].map((id) => one.push({ bytes: new TextEncoder().encode(line(id, 300)) }));
    await Promise.all(pushes);
    const { totals } = await one.ask({ totals: true });
    expect(totals?.matching).to.equal(102);
    expect(await shown(other)).to.equal('100 exact');
    await Promise.all([one.dispose(), other.dispose()]);
    const reloaded = open();
    expect(await shown(reloaded)).to.equal('100 exact');
    await reloaded.dispose();
  });

  it('leave nothing on disk behind when everything is cleared', async () => {
    const { open, pages } = views('persistent');
    const store = open();
    await shown(store);
    await store.push({ bytes: new TextEncoder().encode(line('a', 300)) });
    await store.clear();
    await store.dispose();
    const before = pages();
    const reloaded = open();
    expect(await shown(reloaded)).to.equal('100 exact');
    expect(pages()).to.be.above(before);
    await reloaded.dispose();
  });
});
