/**
 * Where the worker's code is. The only file of the page in which `new Worker()` stands; builds put their own in place of parts of it
 * (`rollup.config.js`, the Storybook's configuration).
 */
import { trustedScriptUrl, type TrustedAddress } from '../model/trusted-url.js';
import type { EngineApi } from '../protocol/engine-api.js';

const options = { type: 'module', name: 'activity-audit' } as const;

/** The only form of all that Vite and webpack recognise: these words, together, with nothing computed in them. */
const written = (): Worker =>
  new Worker(new URL('../../workers/api/engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'activity-audit',
  });

/**
 * From the worker's own file: where a bundler put it, or where this package has it.
 *
 * A page may ask for Trusted Types, and `new Worker()` then refuses an address. Our policy can make one that it takes, but a bundler finds the
 * worker only where the constructor and its address stand together, and an address that stands alone is to it a file like a picture, copied
 * without what it imports. So for the length of this one call, in which no other code can run, the constructor is one that asks the policy.
 */
export function workerFromFile(): Worker {
  if (!('trustedTypes' in globalThis)) return written();
  const Native = globalThis.Worker;
  const Trusting = function (url: string | URL, given?: WorkerOptions): Worker {
    return new Native(trustedScriptUrl(String(url)), given);
  };
  // A function that returns an object is a constructor of that object; TypeScript has no word for it.
  globalThis.Worker = Trusting as unknown as typeof Worker;
  try {
    return written();
  } finally {
    globalThis.Worker = Native;
  }
}

/** From an address of the host's: a text, or a `TrustedScriptURL` that is passed on as it is. */
export function workerFromUrl(url: string | URL | TrustedAddress): Worker {
  const trusted =
    typeof url === 'string' || url instanceof URL ? trustedScriptUrl(String(url)) : (url as unknown as string);
  return new Worker(trusted, options);
}

/** The worker's code as text, in the build that carries it along; null in all others. */
export const workerText: (() => string) | null = null;

/** From a text, by an address that is valid as long as the worker: it starts threads of the same code. */
export function workerFromText(text: string): { readonly worker: Worker; readonly release: () => void } {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const release = (): void => URL.revokeObjectURL(address);
  try {
    return { worker: new Worker(trustedScriptUrl(address), options), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** The same engine, on the page. */
export async function engineOnPage(): Promise<EngineApi> {
  const { createEngine } = await import('../../workers/api/engine.js');
  return createEngine();
}
