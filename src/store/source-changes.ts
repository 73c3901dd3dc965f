import { AuditError, ErrorCode } from '../model/audit-error.js';
import type { WireFormat } from '../model/reading.js';
import { canBeReadAgain, clockOffsetOf, findFile, withClockMoved, withFiles } from '../model/source-names.js';
import { BackendKind, isServer, type FileInput } from '../model/source.js';
import type { DurationMs } from '../model/units.js';
import type { StoreEngine } from './store-engine.js';

/** What a person may change of what the engine reads. */
export class SourceChanges {
  readonly #engine: StoreEngine;

  constructor(engine: StoreEngine) {
    this.#engine = engine;
  }

  async addFiles(files: readonly FileInput[]): Promise<void> {
    if (isServer(this.#engine.source)) await this.#engine.own();
    this.#engine.sourceGrew(withFiles(this.#engine.source, files));
    await (await this.#engine.client).addFiles({ kind: BackendKind.file, files });
  }

  async chooseFormat(fileName: string, format: WireFormat): Promise<void> {
    const file = findFile(this.#engine.source, fileName);
    if (!file) throw new AuditError(ErrorCode.badRequest, `There is no file with the name "${fileName}".`);
    await this.addFiles([{ ...file, name: fileName, format }]);
  }

  clockOffset(sourceName: string): DurationMs | undefined {
    const { source } = this.#engine;
    return canBeReadAgain(source) ? clockOffsetOf(source, sourceName) : undefined;
  }

  async moveClock(sourceName: string, byMs: DurationMs): Promise<void> {
    if (this.clockOffset(sourceName) === undefined)
      throw new AuditError(ErrorCode.badRequest, `The times of "${sourceName}" cannot be moved.`);
    await this.#engine.replace(withClockMoved(this.#engine.source, sourceName, byMs));
  }
}
