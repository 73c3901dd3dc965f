import { ProblemKind } from '../../src/model/problem-kind.js';
import type { HttpSource } from '../../src/model/source.js';
import type { HttpBackend } from '../ingest/http.js';
import type { PushedAnswers, PushedHost } from './pushed-questions.js';

const notAnswered = (): Promise<null> => Promise.resolve(null);

/**
 * In place of `offered-questions.ts` in the one-file build (`test/tools/one-file.js`), which has no room for it: a server that counts is loaded, as all
 * others are, and whoever asked for something else is told.
 */
export class OfferedQuestions implements PushedAnswers {
  readonly extent = null;
  readonly progress = null;
  readonly live = null;
  readonly isLeft = false;
  readonly answer = notAnswered;
  readonly load = notAnswered;
  readonly rows = notAnswered;
  readonly activity = notAnswered;

  constructor({ name }: HttpBackend, _source: HttpSource, { problems }: PushedHost) {
    const reason = 'This build lets no server count: all is loaded.';
    problems.add([{ kind: ProblemKind.valueDropped, source: name, reason, excerpt: '', lost: false }]);
  }

  follow(): boolean {
    return false;
  }
  renew(): void {}
  close(): Promise<void> {
    return Promise.resolve();
  }
}
