/** What one block of a stream of server-sent events says; nothing for a comment. */
export interface ServerEvent {
  readonly event?: string;
  readonly id?: string;
  readonly data?: string;
  /** Digits. */
  readonly retry?: string;
}

/** Takes a stream of server-sent events apart, as the HTML standard has it. */
export class EventReader {
  #rest = '';
  #fields: ServerEvent = {};

  /** Takes any cut of the stream; gives what was ended by it. */
  *read(text: string): Generator<ServerEvent, void, undefined> {
    // A carriage return at the end may be half of a line's end.
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (line === '') {
        yield this.#fields;
        this.#fields = {};
      } else if (name === '') yield {};
      else this.#fields = { ...this.#fields, ...this.#field(name, value) };
    }
  }

  #field(name: string, value: string): ServerEvent {
    const { data } = this.#fields;
    if (name === 'data') return { data: data === undefined ? value : `${data}\n${value}` };
    if (name === 'event') return { event: value };
    if (name === 'id' && !value.includes('\0')) return { id: value };
    return name === 'retry' && /^\d+$/.test(value) ? { retry: value } : {};
  }
}
