/** Answers of a server that counts, as they came: taken apart only after a look at what they are. */
import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import { Certainty } from '../../src/model/coverage.js';
import type { BinSeries, Facet } from '../../src/model/query.js';
import type { TimeGrid } from './bin-grid.js';
import { badAnswer, excerpt } from './http-failure.js';
import { isObject, parseExactly } from './http-trace.js';
import type { Completeness } from './push-down.js';

type JsonObject = Readonly<Record<string, unknown>>;

const mostInBin = 2 ** 32 - 1;
const certainties: readonly unknown[] = [Certainty.exact, Certainty.atLeast, Certainty.sampled];
const shape = 'its answer has another shape than the protocol says.';
const sums = 'its numbers do not add up.';
/** Bins, rows or pages of something else. */
export const notAsked = 'its answer is not what was asked for.';

export class CountedAnswer {
  readonly members: JsonObject;
  /** As it came. */
  readonly source: string;
  readonly #name: string;
  readonly #path: string;

  /** `path`: what was asked for. @throws AuditError where the text is no JSON object, as all methods do where something in it cannot be. */
  constructor(name: string, path: string, text: string) {
    this.#name = name;
    this.#path = path;
    this.source = text;
    const members = parseExactly(text);
    this.members = isObject(members) ? members : this.refuse('did not answer with a JSON object.');
  }

  /** `what`: the rest of a sentence. */
  refuse(what: string): never {
    throw badAnswer(`${this.#name} was asked for ${this.#path} and ${what} Its answer begins: ${excerpt(this.source)}`)
      .error;
  }

  /** What the answer says of itself, which is never taken for granted. */
  get worth(): Completeness {
    const { page } = this.members;
    const { certainty, parts, silent = [] } = isObject(page) ? page : this.members;
    const names = this.list(silent).map((name) => this.text(name));
    if (!certainties.includes(certainty) || (certainty === Certainty.exact && names.length > 0))
      return this.refuse('does not say what its numbers are worth.');
    return {
      silent: names,
      certainty: certainty as Certainty,
      ...(parts !== undefined && { shards: this.count(parts) }),
    };
  }

  /** @throws AuditError always. */
  refuseShape(): never {
    return this.refuse(shape);
  }

  list(value: unknown): readonly unknown[] {
    return Array.isArray(value) ? value : this.refuseShape();
  }

  object(value: unknown): JsonObject {
    return isObject(value) ? value : this.refuseShape();
  }

  text(value: unknown): string {
    return typeof value === 'string' ? value : this.refuseShape();
  }

  count(value: unknown, most = Number.MAX_SAFE_INTEGER): number {
    return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most
      ? Number(value)
      : this.refuseShape();
  }

  integer(value: unknown): bigint {
    const text = typeof value === 'number' ? String(value) : this.text(value);
    return /^-?\d{1,19}$/.test(text) ? BigInt(text) : this.refuseShape();
  }

  /** Says that a sum is what the answer calls its total. */
  adds(sum: number): void {
    const total = this.count(this.members['total']);
    if (sum !== total) this.refuse(sums);
  }

  byType(): Record<ActivityType, number> {
    const stated = this.object(this.members['byType']);
    const of = (type: ActivityType): number => this.count(stated[type] ?? 0);
    const counts = {
      command: of('command'),
      connection: of('connection'),
      kubernetes: of('kubernetes'),
      fileaccess: of('fileaccess'),
    };
    this.adds(activityTypes.reduce((sum, type) => sum + counts[type], 0));
    return counts;
  }

  /** Series over the bins of a grid. `types`: those of these data sources, each of them; otherwise those of values. */
  series({ startNs, widthNs, count }: TimeGrid, types: readonly ActivityType[] | null): readonly BinSeries[] {
    const bins = this.object(this.members['bins']);
    const shiftNs = this.integer(bins['startNs']) - startNs;
    if (this.integer(bins['widthNs']) !== widthNs || shiftNs % widthNs !== 0n) return this.refuse(notAsked);
    const first = Number(shiftNs / widthNs);
    let sum = 0;
    const laid = this.list(bins['series']).map((one) => {
      const { type, value, counts } = this.object(one);
      const placed = new Uint32Array(count);
      this.list(counts).forEach((cell, at) => {
        const here = this.count(cell, mostInBin);
        if (here === 0) return;
        const bin = first + at;
        if (bin < 0 || bin >= count) this.refuse(notAsked);
        placed[bin] = here;
        sum += here;
      });
      return { type, value, counts: placed };
    });
    this.adds(sum);
    if (types) {
      const of = (type: ActivityType): Uint32Array =>
        laid.find((one) => one.type === type)?.counts ?? new Uint32Array(count);
      return types.map((type) => ({ type, counts: of(type) }));
    }
    const rank = (value: unknown): number => (value === undefined ? 2 : value === null ? 1 : 0);
    return laid
      .toSorted((a, b) => rank(a.value) - rank(b.value))
      .map(({ value, counts }) =>
        value === undefined ? { counts } : { value: value === null ? null : this.text(value), counts },
      );
  }

  /** Combinations of so many values. */
  groups(depth: number): readonly (readonly [values: readonly (string | null)[], count: number])[] {
    return this.list(this.members['groups']).map((one) => {
      const { values, count } = this.object(one);
      const read = this.list(values).map((value) => (value === null ? null : this.text(value)));
      return read.length === depth ? ([read, this.count(count)] as const) : this.refuseShape();
    });
  }

  facet(attribute: string): Facet {
    const { values, distinct, absent } = this.members;
    return {
      attribute,
      values: this.list(values).map((one) => {
        const { value, count } = this.object(one);
        return { value: this.text(value), count: this.count(count) };
      }),
      distinct: this.count(distinct),
      absent: this.count(absent),
    };
  }
}
