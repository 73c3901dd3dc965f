/** Asks the engine who is behind each row of a scene, and counts how often it is right. */
import { everything } from '../../src/model/filter/ast.js';
import type { Answer, Query } from '../../src/model/query.js';
import { allTime } from '../../src/model/time-range.js';
import { TraceCertainty, type Attribution } from '../../src/model/trace.js';
import { protocolVersion, type Outcome } from '../../src/protocol/engine-api.js';
import { createEngine } from '../../workers/api/engine.js';
import { firstQuestion } from '../pipeline/engine-subject.js';
import { Knowability } from './knowability.js';
import type { Row, Scene } from './scene.js';

export interface JudgedRow {
  readonly row: Row;
  readonly attribution: Attribution;
  /** The engine claims to know the session. */
  readonly claims: boolean;
  readonly wrong: boolean;
}

export interface Score {
  readonly rows: number;
  readonly claimed: number;
  readonly wrong: number;
  /** Rows of audited sessions that can be known, and how many of them were given to their session. */
  readonly knowable: number;
  readonly found: number;
  /** All rows of audited sessions, and how many of them were given to their session. */
  readonly ofSessions: number;
  readonly foundOfAll: number;
  /** Rows that cannot be known, and how many of them the engine calls ambiguous. */
  readonly unknowable: number;
  readonly ambiguous: number;
  /** Rows of the containers and of execs without an audit record (as far as that can be known), and how many of them are `none`. */
  readonly nobodys: number;
  readonly none: number;
}

export const targets = { precision: 0.99, wrongPerThousand: 2, ambiguous: 0.95, recallPlain: 0.9, recallLinked: 0.97 };

const rowsAtOnce = 1_000;

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

/** Hands the lines to an engine and reads its attribution of every row. @throws Error where a row is not held, or is answered for another. */
export async function attributionsOf(scene: Scene): Promise<readonly JudgedRow[]> {
  const engine = createEngine();
  try {
    valueOf(
      await engine.open({
        protocolVersion,
        source: { kind: 'push' },
        cache: { mode: 'memory' },
        baseUrl: 'https://recordings.example/',
      }),
    );
    await firstQuestion(engine);
    const pushed = valueOf(await engine.push({ bytes: new TextEncoder().encode(`${scene.lines.join('\n')}\n`) }));
    if (pushed.unreadable > 0) throw new Error(`${pushed.unreadable} lines of ${titleOf(scene)} were not understood.`);
    const judged: JudgedRow[] = [];
    for (let from = 0; from < scene.rows.length; from += rowsAtOnce) {
      const rows = scene.rows.slice(from, from + rowsAtOnce);
      const answer = await ask(
        engine.ask.bind(engine),
        from,
        rows.map(({ activityId }) => activityId),
      );
      for (const [at, row] of rows.entries()) judged.push(judgeRow(row, answer[at]));
    }
    return judged;
  } finally {
    await engine.close();
  }
}

async function ask(
  askEngine: (askId: number, channel: string, query: Query) => Promise<Outcome<Answer>>,
  askId: number,
  ids: readonly string[],
): Promise<readonly Attribution[]> {
  const query: Query = { range: allTime, filter: everything, want: { attributions: { ids } } };
  const { attributions } = valueOf(await askEngine(askId, 'score', query));
  if (!attributions) throw new Error('The engine answers no question about attributions.');
  return attributions;
}

function judgeRow(row: Row, attribution: Attribution | undefined): JudgedRow {
  if (attribution?.activityId !== row.activityId)
    throw new Error(`Asked about ${row.activityId}, answered about ${attribution?.activityId ?? 'nothing'}.`);
  const { certainty, sessionId } = attribution;
  const claims = certainty === TraceCertainty.exact || certainty === TraceCertainty.high;
  return { row, attribution, claims, wrong: claims && sessionId !== row.sessionId };
}

export function scoreOf(judged: readonly JudgedRow[]): Score {
  const count = (test: (one: JudgedRow) => boolean): number => judged.filter(test).length;
  const isKnowable = ({ row }: JudgedRow): boolean => row.knowability === Knowability.knowable;
  const isUnknowable = ({ row }: JudgedRow): boolean => row.knowability === Knowability.unknowable;
  const ofSession = ({ row }: JudgedRow): boolean => row.sessionId !== null;
  const isFound = (one: JudgedRow): boolean => one.claims && !one.wrong;
  return {
    rows: judged.length,
    claimed: count(({ claims }) => claims),
    wrong: count(({ wrong }) => wrong),
    knowable: count((one) => isKnowable(one) && ofSession(one)),
    found: count((one) => isKnowable(one) && ofSession(one) && isFound(one)),
    ofSessions: count(ofSession),
    foundOfAll: count((one) => ofSession(one) && isFound(one)),
    unknowable: count(isUnknowable),
    ambiguous: count((one) => isUnknowable(one) && one.attribution.certainty === TraceCertainty.ambiguous),
    nobodys: count((one) => isKnowable(one) && !ofSession(one)),
    none: count((one) => isKnowable(one) && !ofSession(one) && one.attribution.certainty === TraceCertainty.none),
  };
}

export function sumOf(scores: readonly Score[]): Score {
  const sum = (pick: (score: Score) => number): number => scores.reduce((total, score) => total + pick(score), 0);
  return {
    rows: sum(({ rows }) => rows),
    claimed: sum(({ claimed }) => claimed),
    wrong: sum(({ wrong }) => wrong),
    knowable: sum(({ knowable }) => knowable),
    found: sum(({ found }) => found),
    ofSessions: sum(({ ofSessions }) => ofSessions),
    foundOfAll: sum(({ foundOfAll }) => foundOfAll),
    unknowable: sum(({ unknowable }) => unknowable),
    ambiguous: sum(({ ambiguous }) => ambiguous),
    nobodys: sum(({ nobodys }) => nobodys),
    none: sum(({ none }) => none),
  };
}

export const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

const percent = (value: number): string => `${(value * 100).toFixed(1)}%`;

/** Where a claim is made that is not true, too often for the targets; as ends of a sentence. */
export function falseClaims(score: Score): readonly string[] {
  const found: string[] = [];
  const precision = ratio(score.claimed - score.wrong, score.claimed);
  const wrong = ratio(score.wrong * 1000, score.rows);
  if (score.claimed === 0) found.push('nothing is claimed at all');
  if (precision < targets.precision) found.push(`${percent(precision)} of the claims are right`);
  if (wrong > targets.wrongPerThousand) found.push(`${wrong.toFixed(1)} rows in 1,000 are given to the wrong person`);
  return found;
}

/** All that falls short of the targets, as ends of a sentence. */
export function shortfalls(score: Score, shape: Scene['shape']): readonly string[] {
  const recall = shape === 'plain' ? targets.recallPlain : targets.recallLinked;
  const found = [...falseClaims(score)];
  if (ratio(score.found, score.knowable) < recall)
    found.push(`${percent(ratio(score.found, score.knowable))} of the knowable rows are found`);
  if (ratio(score.ambiguous, score.unknowable) < targets.ambiguous)
    found.push(`${percent(ratio(score.ambiguous, score.unknowable))} of the unknowable rows are called ambiguous`);
  return found;
}

export const titleOf = ({ recording, variant, shape }: Scene): string => `${recording}, ${variant.name}, ${shape}`;
