import type { Gap } from '../../src/model/coverage.js';
import type { EpochNs } from '../../src/model/units.js';

/** Where throttling starts or stops. */
interface Mark {
  /** Node and control group: ` of node-1, session-429.scope`. */
  readonly place: string;
  readonly isStart: boolean;
  readonly atNs: EpochNs;
}

/** So many are held at a time. */
const mostMarks = 4_096;

/**
 * Tetragon throttles a control group that starts programs too often: from `THROTTLE_START` to `THROTTLE_STOP` it leaves starts and ends of its processes
 * out, on those processors that are over the limit (Tetragon's documentation, "Event throttling"). A group that is removed meanwhile has no stop. The
 * two may come in either order, more than once, and far apart.
 */
export class ThrottleWatch {
  #marks: Mark[] = [];
  /** Those that have no stop, as far as was told. */
  #open: readonly Mark[] = [];
  #isNews = false;
  #firstNs: EpochNs | undefined;
  #lastNs: EpochNs | undefined;

  /** A moment that the stream tells of. */
  see(timeNs: EpochNs): void {
    if (this.#firstNs === undefined || timeNs < this.#firstNs) this.#firstNs = timeNs;
    if (this.#lastNs !== undefined && timeNs <= this.#lastNs) return;
    this.#lastNs = timeNs;
    if (this.#open.length > 0) this.#isNews = true;
  }

  /** Where too many are held, what they tell; those without a stop are held on. */
  add(mark: Mark): readonly Gap[] {
    this.see(mark.atNs);
    this.#marks.push(mark);
    this.#isNews = true;
    if (this.#marks.length < mostMarks) return [];
    const gaps = this.end();
    this.#marks = this.#open.slice(-mostMarks / 2);
    return gaps;
  }

  /** From each start to its stop; of one that has no other half from the beginning, or to the end, of what is known. May be asked again when more came. */
  end(): readonly Gap[] {
    if (!this.#isNews) return [];
    this.#isNews = false;
    const gaps: Gap[] = [];
    const tell = (statedBy: string, place: string, fromNs: EpochNs, toNs: EpochNs): void => {
      gaps.push({ id: `throttle ${fromNs}${place}`, range: { fromNs, toNs: toNs + 1n }, statedBy });
    };
    const open = new Map<string, Mark>();
    const stops = new Map<string, EpochNs>();
    for (const mark of this.#marks.sort((a, b) => Number(a.atNs - b.atNs))) {
      const { place, isStart, atNs } = mark;
      const began = open.get(place);
      if (isStart) open.set(place, began ?? mark);
      // The same record may come twice.
      else if (stops.get(place) !== atNs) {
        // At the stop before it was not throttled.
        const lastNs = stops.get(place) ?? this.#firstNs ?? atNs;
        if (began) tell(`process_throttle${place}`, place, began.atNs, atNs);
        else tell(`process_throttle without a start${place}`, place, lastNs, atNs);
        open.delete(place);
        stops.set(place, atNs);
      }
    }
    this.#open = [...open.values()];
    for (const { place, atNs } of this.#open)
      tell(`process_throttle without a stop${place}`, place, atNs, this.#lastNs ?? atNs);
    return gaps;
  }
}
