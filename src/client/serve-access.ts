import { AuditError, ErrorCode, toErrorData } from '../model/audit-error.js';
import type { AccessReply, AccessRequest, CrossingRequest } from '../protocol/access-api.js';
import type { BackendAccess } from './backend-access.js';

/** What is under way for the engine by one number. */
interface Work {
  readonly control: AbortController;
  reader: ReadableStreamDefaultReader<Uint8Array> | null;
}

/** The page's end: asks the host's functions on the engine's behalf. Ends with the port. */
export class AccessServer {
  readonly #port: MessagePort;
  readonly #access: BackendAccess;
  readonly #works = new Map<number, Work>();

  constructor(port: MessagePort, access: BackendAccess) {
    this.#port = port;
    this.#access = access;
    port.addEventListener('message', (event: MessageEvent<AccessRequest>) => void this.#take(event.data));
    port.start();
  }

  close(): void {
    this.#port.close();
    for (const id of [...this.#works.keys()]) this.#cancel(id);
  }

  async #take(request: AccessRequest): Promise<void> {
    if (request.kind === 'cancel') return this.#cancel(request.id);
    const work = request.kind === 'more' ? this.#works.get(request.id) : this.#begin(request.id);
    if (!work) return;
    try {
      if (request.kind === 'token') await this.#token(request, work);
      else if (request.kind === 'fetch') await this.#fetch(request.id, request.url, request.request, work);
      else await this.#more(request.id, work);
    } catch (thrown) {
      if (!this.#works.delete(request.id)) return;
      const isNetwork = request.kind !== 'token' && thrown instanceof TypeError;
      this.#reply({ kind: 'failed', id: request.id, error: toErrorData(hostError(request.kind, thrown)), isNetwork });
    }
  }

  #begin(id: number): Work {
    const work = { control: new AbortController(), reader: null };
    this.#works.set(id, work);
    return work;
  }

  #cancel(id: number): void {
    const work = this.#works.get(id);
    if (!work) return;
    this.#works.delete(id);
    work.control.abort();
    void work.reader?.cancel().catch(() => {});
  }

  async #token({ id, origin, refused }: AccessRequest & { kind: 'token' }, { control }: Work): Promise<void> {
    const given: unknown = await this.#access.token?.({
      origin,
      signal: control.signal,
      ...(refused !== undefined && { refused }),
    });
    if (given !== null && given !== undefined && typeof given !== 'string')
      throw new AuditError(ErrorCode.badRequest, `The page's function for a token gave ${typeof given}, not a text.`);
    if (!this.#works.delete(id)) return;
    this.#reply({ kind: 'token', id, token: given || null });
  }

  async #fetch(id: number, url: string, request: CrossingRequest, work: Work): Promise<void> {
    const { fetch } = this.#access;
    if (!fetch) throw new TypeError('no fetch');
    const response: unknown = await fetch(url, { ...request, signal: work.control.signal });
    if (!isResponse(response))
      throw new AuditError(ErrorCode.badRequest, "The page's own fetch did not give a Response.");
    if (!this.#works.has(id)) return void response.body?.cancel().catch(() => {});
    const { status, type } = response;
    if (type === 'opaque' || type === 'error')
      throw new AuditError(
        ErrorCode.badRequest,
        `The page's own fetch gave a response of the type "${type}", which nobody can read.`,
      );
    work.reader = response.body?.getReader() ?? null;
    if (!work.reader) this.#works.delete(id);
    this.#reply({
      kind: 'answer',
      id,
      status,
      headers: [...response.headers],
      type: typeof type === 'string' ? type : 'default',
      hasBody: work.reader !== null,
    });
  }

  async #more(id: number, { reader }: Work): Promise<void> {
    const piece = await reader?.read();
    if (!this.#works.has(id)) return;
    if (!piece || piece.done) {
      this.#works.delete(id);
      return this.#reply({ kind: 'end', id });
    }
    // A copy is moved: what the host's stream gave may be a view of memory that it goes on using.
    if (!ArrayBuffer.isView(piece.value)) throw new TypeError('a body of something other than bytes');
    const bytes = new Uint8Array(piece.value);
    this.#reply({ kind: 'bytes', id, bytes }, [bytes.buffer]);
  }

  #reply(reply: AccessReply, moved: Transferable[] = []): void {
    this.#port.postMessage(reply, moved);
  }
}

/** Of whatever realm or library: what is read of it is checked. */
function isResponse(value: unknown): value is Response {
  if (typeof value !== 'object' || value === null || !('status' in value && 'headers' in value && 'body' in value))
    return false;
  const { headers, body } = value;
  const isReadable = body === null || (typeof body === 'object' && 'getReader' in body);
  return typeof value.status === 'number' && typeof headers === 'object' && headers !== null && isReadable;
}

/** What the host's own function threw is told in its words: it is the page's developer who has to understand it. */
function hostError(kind: AccessRequest['kind'], thrown: unknown): AuditError {
  if (thrown instanceof AuditError) return thrown;
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}\n${thrown.stack ?? ''}` : said;
  return kind === 'token'
    ? new AuditError(ErrorCode.forbidden, `The page could not get a token for the backend: ${said}`, {
        cause: thrown,
        detail,
        retryable: true,
      })
    : new AuditError(ErrorCode.unreachable, `The page's own fetch failed: ${said}`, {
        cause: thrown,
        detail,
        retryable: true,
      });
}
