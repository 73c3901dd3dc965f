import type { PolicyEvent } from '../policy-events.js';

export type PortalConfig =
  | { readonly mode: 'scenario'; readonly api: string; readonly events: readonly PolicyEvent[] }
  | {
      readonly mode: 'files';
      readonly files: readonly { readonly name: string; readonly url: string; readonly size: number }[];
    };

const keptAs = 'portal-config';

function isConfig(value: unknown): value is PortalConfig {
  if (typeof value !== 'object' || value === null || !('mode' in value)) return false;
  if (value.mode === 'scenario')
    return 'api' in value && typeof value.api === 'string' && 'events' in value && Array.isArray(value.events);
  return value.mode === 'files' && 'files' in value && Array.isArray(value.files);
}

/** What the server serves; without network, what it served when this tab last asked. */
export async function findConfig(): Promise<PortalConfig> {
  try {
    const response = await fetch('config.json', { cache: 'no-store' });
    const value: unknown = await response.json();
    if (!isConfig(value)) throw new Error('The demo server sent a configuration this page does not know.');
    sessionStorage.setItem(keptAs, JSON.stringify(value));
    return value;
  } catch (error) {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keptAs) ?? 'null');
    if (isConfig(kept)) return kept;
    throw error;
  }
}
