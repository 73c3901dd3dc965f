/** Statements to the server that a table is filled on: as a user who may, from a machine, not from a page. */
export interface TableServerOptions {
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
}

/** The server refused, or could not be reached, again and again. */
export class TableServerError extends Error {
  constructor(
    message: string,
    /** Trying again may help. */
    readonly isPassing: boolean,
  ) {
    super(message);
  }
}

const patienceMs = 120_000;

export class TableServer {
  readonly #options: TableServerOptions;

  constructor(options: TableServerOptions) {
    this.#options = options;
  }

  /** What the server answers. @throws TableServerError */
  async run(statement: string, settings: Readonly<Record<string, string>> = {}): Promise<string> {
    const { url, user, password } = this.#options;
    const address = new URL(url);
    for (const [name, value] of Object.entries(settings)) address.searchParams.set(name, value);
    let response: Response;
    let body: string;
    try {
      response = await fetch(address, {
        method: 'POST',
        body: statement,
        // In headers a password is in no log of addresses.
        headers: {
          ...(user !== undefined && { 'X-ClickHouse-User': user }),
          ...(password !== undefined && { 'X-ClickHouse-Key': password }),
        },
        signal: AbortSignal.timeout(patienceMs),
      });
      body = await response.text();
    } catch (thrown) {
      throw new TableServerError(`${address.host} cannot be reached: ${String(thrown)}`, true);
    }
    if (!response.ok) {
      const isRefused = response.status < 500 || /^Code: (?:60|62|81|164|192|193|194|195|497|516)\b/.test(body);
      throw new TableServerError(`${address.host} says: ${body.trim().slice(0, 600)}`, !isRefused);
    }
    return body;
  }

  /** The cells of an answer, row by row. */
  async rows(statement: string): Promise<readonly (readonly string[])[]> {
    const answer = JSON.parse(await this.run(`${statement} FORMAT JSONCompact`)) as {
      readonly data: readonly (readonly unknown[])[];
    };
    return answer.data.map((row) => row.map(String));
  }
}
