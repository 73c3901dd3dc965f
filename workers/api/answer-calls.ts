/**
 * The answering half of comlink: calls of methods that lie directly on one object, by `wrap` on the other side. Comlink's own `expose` brings its
 * calling half along, proxies of proxies, and is five times as large; every worker downloads this.
 */

/** A worker's own scope, or a port. */
export interface CallPort {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}
export type Callable = Readonly<Record<string, (...values: never[]) => unknown>>;

const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Comlink's form of something thrown. */
function thrownMessage(thrown: unknown): object {
  const { message, name, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { type: 'HANDLER', name: 'throw', value: { isError: true, value: { message, name, stack } } };
}

export function answerCalls(api: Callable, port: CallPort): void {
  const methods = new Map<unknown, (...values: never[]) => unknown>(Object.entries(api));
  port.addEventListener('message', ({ data }) => {
    const call = fieldsOf(data);
    const id = call.get('id');
    if (call.get('type') === 'RELEASE') return port.postMessage({ id, type: 'RAW' });
    if (call.get('type') !== 'APPLY') return;
    const values = listOf(call.get('argumentList')).map((given) => fieldsOf(given).get('value') as never);
    new Promise((resolve) => {
      const [name] = listOf(call.get('path'));
      const method = methods.get(name);
      if (!method) throw new TypeError(`no method ${String(name)}`);
      resolve(method(...values));
    })
      .then((value) => port.postMessage({ id, type: 'RAW', value }))
      // What cannot be cloned is refused by `postMessage`: the caller is told that too.
      .catch((thrown: unknown) => port.postMessage({ id, ...thrownMessage(thrown) }));
  });
}
