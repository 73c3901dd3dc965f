import { AuditError, ErrorCode, toErrorData } from '../../src/model/audit-error.js';
import type { EngineApi, Outcome, StatusPort } from '../../src/protocol/engine-api.js';
import { Engine } from '../pipeline/engine.js';

const statusEveryMs = 100;

const attempt = async <Value>(work: () => Value | Promise<Value>): Promise<Outcome<Value>> => {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown) };
  }
};

/** The engine as the page sees it: every failure is a value. Runs in a worker, or on the page where no worker can start. */
export function createEngine(): EngineApi {
  let engine: Engine | null = null;
  let opening: Promise<Engine> | null = null;
  let port: StatusPort | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const post = () => {
    timer = undefined;
    if (engine && port && !closed) port.postMessage({ kind: 'status', status: engine.status });
  };
  const changed = () => {
    if (!closed) timer ??= setTimeout(post, statusEveryMs);
  };
  const running = (): Engine => {
    if (closed) throw new AuditError(ErrorCode.disposed, 'The activity view was closed.');
    if (!engine) throw new AuditError(ErrorCode.badRequest, 'The engine was asked before it was opened.');
    return engine;
  };
  const nothing = (work: () => void | Promise<void>) =>
    attempt(async () => {
      await work();
      return null;
    });

  return {
    open: (options, access) =>
      nothing(async () => {
        if (opening) throw new AuditError(ErrorCode.badRequest, 'The engine is open already.');
        opening = Engine.open(options, changed, access);
        engine = await opening;
      }),
    watch: (statusPort) =>
      nothing(() => {
        port = statusPort;
        post();
      }),
    load: (...wanted) => attempt(() => running().load(...wanted)),
    stopLoad: (loadId) => nothing(() => running().stopLoad(loadId)),
    retry: () => nothing(() => running().retry()),
    follow: (on) => nothing(() => running().follow(on)),
    push: (pushed) => attempt(() => running().push(pushed)),
    addFiles: (source) => nothing(() => running().addFiles(source)),
    ask: (askId, channel, query) => attempt(() => running().ask(askId, channel, query)),
    cancel: (askId) => nothing(() => running().cancel(askId)),
    raw: (askId, activityId) => attempt(() => running().raw(askId, activityId)),
    beginExport: (exportId, wanted) => attempt(async () => (await running().records.exports()).begin(exportId, wanted)),
    nextPiece: (exportId) => attempt(async () => (await running().records.exports()).next(exportId)),
    endExport: (exportId) => nothing(() => running().records.endExport(exportId)),
    problems: (offset, limit) => attempt(() => running().problems(offset, limit)),
    clear: () => nothing(() => running().clear()),
    close: () =>
      nothing(async () => {
        if (closed) return;
        closed = true;
        clearTimeout(timer);
        // One that is still opening has its lock and its database soon.
        await (await opening?.catch(() => null))?.close();
        port = null;
      }),
  };
}
