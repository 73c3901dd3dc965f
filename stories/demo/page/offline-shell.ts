/** A service worker for the demo page: network first, and the last good copy of the page's own files where there is none. */
interface ShellScope {
  addEventListener(
    type: 'install' | 'activate',
    listener: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    type: 'fetch',
    listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
}

const scope = globalThis as unknown as ShellScope;
const cacheName = 'portal-shell-2';
const shell = [
  './',
  'events.html',
  'portal.css',
  'portal.js',
  'events.js',
  'favicon.svg',
  'activity-audit.js',
  'activity-audit.worker.js',
];

scope.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(shell))
      .then(() => scope.skipWaiting()),
  );
});
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));

const isShell = (request: Request): boolean => {
  const { origin, pathname } = new URL(request.url);
  const name = pathname.split('/').at(-1) ?? '';
  return request.method === 'GET' && origin === location.origin && (name === '' || /\.(?:js|css|svg|html)$/.test(name));
};

async function fromNetworkOrShell(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.ok) await (await caches.open(cacheName)).put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

scope.addEventListener('fetch', (event) => {
  if (isShell(event.request)) event.respondWith(fromNetworkOrShell(event.request));
});
