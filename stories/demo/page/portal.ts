/**
 * A small security portal: a plain page that uses the library as any page would, with two tags' worth of code. It asks the demo server what it
 * serves, and hands files that a person opens to the view, which reads them in its worker.
 */
import { findConfig, type PortalConfig } from './portal-config.js';
// For the type of the tag only; the code comes from the library's own file.
import type {} from '../../../components/define.js';

type AuditElement = HTMLElementTagNameMap['activity-audit'];

const byId = <Element extends HTMLElement>(id: string): Element => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found as Element;
};

const sourceText = byId('source');
const fileInput = byId<HTMLInputElement>('files');

function describe(config: PortalConfig): string {
  if (config.mode === 'files') return `Your own logs: ${config.files.map((file) => file.name).join(', ')}`;
  return 'Demo cluster: 24 hours of made-up activity, and more arriving';
}

async function start(): Promise<void> {
  // The library is a file of its own beside this one, as on any page.
  const library = './activity-audit.js';
  await import(library);
  const view: AuditElement = document.createElement('activity-audit');
  const config = await findConfig();
  if (config.mode === 'files')
    view.source = {
      kind: 'file',
      files: config.files.map(({ name, url }) => ({ name, url: new URL(url, location.href).href })),
    };
  else {
    // `?api=api-429` and the like: the ways in which the demo server can misbehave, to try by hand.
    const api = new URLSearchParams(location.search).get('api') ?? config.api;
    view.source = { kind: 'http', url: new URL(`/${api.replace(/^\/+/, '')}`, location.origin).href };
    view.window = '1D';
  }
  // The view lies in the page's address, so that a link to this page opens what its sender saw.
  view.urlState = '';
  sourceText.textContent = describe(config);
  byId('view').append(view);
  view.addEventListener('activity-files', ({ files }) => {
    sourceText.textContent = `Opened here: ${files.map((file) => file.name).join(', ')}`;
  });
  byId('open-files').addEventListener('click', () => fileInput.click());
  fileInput.addEventListener('change', () => {
    if (fileInput.files?.length) view.openFiles([...fileInput.files]);
    fileInput.value = '';
  });
}

function startTheme(): void {
  const button = byId<HTMLButtonElement>('theme');
  const show = (dark: boolean) => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    button.setAttribute('aria-pressed', String(dark));
  };
  show(matchMedia('(prefers-color-scheme: dark)').matches);
  button.addEventListener('click', () => show(button.getAttribute('aria-pressed') !== 'true'));
}

startTheme();
/** The address of our own service worker, in the form that a page with Trusted Types wants. */
function shellUrl(): string {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(text: string): unknown } };
  };
  const url = 'offline-shell.js';
  return (trustedTypes?.createPolicy('portal', { createScriptURL: () => url }).createScriptURL(url) ?? url) as string;
}

// The page's own files are kept, so that a reload without network still opens it; the activities come from the view's own cache.
void navigator.serviceWorker?.register(shellUrl()).catch(() => {});
start().catch((error: unknown) => {
  sourceText.textContent = error instanceof Error ? error.message : String(error);
});
