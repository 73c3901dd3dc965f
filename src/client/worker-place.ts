/**
 * Where the worker's code is. The only file of the page in which `new Worker()` stands; builds put their own in place of parts of it
 * (`rollup.config.js`, the Storybook's configuration).
 */
import { trustedScriptUrl } from '../model/trusted-url.js';
import type { EngineApi } from '../protocol/engine-api.js';

const options = { type: 'module', name: 'activity-audit' } as const;

/** From the worker's own file, where this package has it. */
export function workerFromFile(): Worker {
  if ('trustedTypes' in globalThis) {
    // Bundlers recognise only the literal form below; under Trusted Types it would throw, so the same address goes through the policy.
    const place = new URL('../../workers/api/engine.worker.ts', import.meta.url);
    return new Worker(trustedScriptUrl(place.href), options);
  }
  return new Worker(new URL('../../workers/api/engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'activity-audit',
  });
}

/** From an address of the host's: a text, or a `TrustedScriptURL` that is passed on as it is. */
export function workerFromUrl(url: string | URL | TrustedScriptURL): Worker {
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
