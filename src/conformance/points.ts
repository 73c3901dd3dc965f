/** What was found out about a server, point by point. */

export type Outcome = 'holds' | 'fails' | 'untested';

export interface Point {
  /** `GET /entries`, and so on. */
  readonly section: string;
  /** What has to hold, for a person. */
  readonly sentence: string;
  readonly outcome: Outcome;
  /** Where it fails: what was expected and what came. Where it was not tested: why. */
  readonly detail?: string;
}

/** Takes points in their order and hands each on as it is found. */
export class Points {
  readonly all: Point[] = [];
  readonly #told: (point: Point) => void;

  constructor(told: (point: Point) => void = () => {}) {
    this.#told = told;
  }

  /** Holds where nothing speaks against it. */
  expect(section: string, sentence: string, against: readonly string[]): boolean {
    const holds = against.length === 0;
    this.#add({ section, sentence, outcome: holds ? 'holds' : 'fails', ...(!holds && { detail: shorten(against) }) });
    return holds;
  }

  untested(section: string, sentence: string, why: string): void {
    this.#add({ section, sentence, outcome: 'untested', detail: why });
  }

  count(outcome: Outcome): number {
    return this.all.filter((point) => point.outcome === outcome).length;
  }

  #add(point: Point): void {
    this.all.push(point);
    this.#told(point);
  }
}

/** Why something does not hold: the sentence where the condition is false. */
export const unless = (condition: boolean, sentence: string): readonly string[] => (condition ? [] : [sentence]);

const mostShown = 4;

function shorten(sentences: readonly string[]): string {
  const shown = sentences.slice(0, mostShown).join('; ');
  return sentences.length > mostShown ? `${shown}; and ${sentences.length - mostShown} more` : shown;
}
