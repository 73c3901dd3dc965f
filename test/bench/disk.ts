/** From a reload of the page to the first whole answer, out of what was kept on disk: the product and the peers that can, in turn. */
import { open, reload, step, type Context, type Page } from './driver.js';
import { everythingAsked } from './everything.js';
import type { Session } from './session.js';
import { median } from './turns.js';

/** Peers that keep what they hold; the array does it in IndexedDB. */
const storing = ['array', 'sqlite', 'duckdb'];
const mostReloads = 5;

interface Opened {
  /** To the first answer that holds anything. */
  readonly firstMs?: number;
  /** To that with everything. */
  readonly answerMs: number;
  readonly checksum: string;
}
interface Kept {
  readonly name: string;
  /** Reads or makes everything and keeps it on disk; gives how long that took. */
  fill(): Promise<{ readonly ms: number; readonly checksum?: string }>;
  /** In a page that was just loaded. */
  open(): Promise<Opened>;
  readonly page: Page;
  close(): Promise<void>;
  readonly answers: number[];
  readonly firsts: number[];
}

export async function openFromDisk(
  session: Session,
  products: readonly string[],
  peers: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  const { context } = session;
  const kept: Kept[] = [];
  const names = [...products, ...peers.filter((peer) => storing.includes(peer))];
  await session.each(
    names.map((name) => ({ name })),
    0,
    async ({ name }, notes) => {
      say(`keeping ${name} on disk`);
      await session.settle(`keeping ${name} on disk`);
      const page = await open(context, `${name}-disk`);
      const one = (products.includes(name) ? keptProduct : keptPeer)(name, page, context);
      const before = await step<number>(page, 'disk');
      const { ms, checksum } = await one.fill().catch(async (thrown: unknown) => {
        await one.close();
        throw thrown;
      });
      if (checksum !== undefined) notes.opened(checksum);
      notes.figure('loadMs', ms);
      notes.figure('diskBytes', ((await step<number>(page, 'disk')) - before) / context.rows);
      kept.push(one);
    },
  );
  for (let run = 0; run < Math.min(mostReloads, context.runs); run += 1) {
    say(`reloading, run ${run + 1}`);
    await session.each(kept, run, async (one, notes) => {
      await reload(one.page);
      await session.settle(`opening ${one.name} from disk`);
      const { firstMs, answerMs, checksum } = await one.open();
      notes.opened(checksum);
      one.answers.push(answerMs);
      if (firstMs !== undefined) one.firsts.push(firstMs);
    });
    await session.calibrator?.sample('reload');
  }
  await session.each(kept, 0, async ({ answers, firsts, ...one }, notes) => {
    notes.figure('reloadMs', median(answers));
    if (firsts.length > 0) notes.figure('reloadFirstMs', median(firsts));
    await one.close();
  });
}

/** Loads the day from the server over HTTP; what it keeps is encrypted. */
function keptProduct(name: string, page: Page, { rows }: Context): Kept {
  return {
    name,
    page,
    close: () => page.close(),
    answers: [],
    firsts: [],
    async fill() {
      const { loadedMs, checksum } = await step<Opened & { readonly loadedMs: number }>(page, 'openHttp', rows);
      await settled(page, rows);
      return { ms: loadedMs, checksum };
    },
    open: () => step<Opened>(page, 'openHttp', rows),
  };
}

function keptPeer(name: string, page: Page, { rows }: Context): Kept {
  return {
    name,
    page,
    close: () => page.close(),
    answers: [],
    firsts: [],
    fill: async () => ({ ms: await step<number>(page, 'keep', name, rows) }),
    open: () => step<Opened>(page, 'openKept', name, everythingAsked),
  };
}

/** Until the cache on disk holds everything and grows no more. */
async function settled(page: Page, rows: number): Promise<void> {
  let before = -1;
  for (let wait = 0; wait < 80; wait += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { bytes, state } = await step<{ bytes: number; state: string }>(page, 'cached');
    if (wait === 20 && bytes === 0) throw new Error(`the cache keeps nothing: ${state}`);
    if (bytes > rows && bytes === before) return;
    before = bytes;
  }
}
