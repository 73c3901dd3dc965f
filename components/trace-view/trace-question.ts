import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { toErrorData, type ErrorData } from '../../src/model/audit-error.js';
import { ActivityType, activityTypes, type Activity } from '../../src/model/activity.js';
import { attributeText } from '../../src/model/catalogue.js';
import type { Coverage } from '../../src/model/coverage.js';
import { rangeContains, type TimeRange } from '../../src/model/time-range.js';
import type { Trace } from '../../src/model/trace.js';
import { toEpochNs, type DurationMs, type EpochNs } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { AnswerTask } from '../internal/answer-task.js';
import type { StoreController } from '../internal/store-controller.js';

export interface TraceAnswer {
  readonly activity: Activity | null;
  readonly trace: Trace | null;
  /** Of `range`. */
  readonly coverage: Coverage | null;
  readonly range: TimeRange | null;
}

const minuteNs = 60_000_000_000n;
const hourMs: DurationMs = 3_600_000;
/** A session without an end on record is looked at for so long. */
const endlessNs = 60n * minuteNs;
/** How far back a session is looked for that may be behind an activity; each further look takes the next. */
const looksBackMs: readonly DurationMs[] = [hourMs, 6 * hourMs, 24 * hourMs, 7 * 24 * hourMs];

const everything = { kind: 'and', terms: [] } as const;

function timeAttribute(activity: Activity, name: string): EpochNs | null {
  const text = attributeText(activity, name) ?? '';
  return /^\d{1,19}$/.test(text) ? BigInt(text) : null;
}

const least = (a: EpochNs, b: EpochNs): EpochNs => (a < b ? a : b);
const most = (a: EpochNs, b: EpochNs): EpochNs => (a > b ? a : b);

/** The time to know for a trace of this activity. */
function rangeAround(activity: Activity, backMs: DurationMs, nowNs: EpochNs): TimeRange {
  const { timeNs, type } = activity;
  if (type !== ActivityType.kubernetes)
    return { fromNs: timeNs - BigInt(backMs) * 1_000_000n, toNs: timeNs + minuteNs };
  const endNs = timeAttribute(activity, 'completedAt') ?? most(timeNs, least(timeNs + endlessNs, nowNs));
  return { fromNs: timeNs - minuteNs, toNs: most(endNs, timeNs) + minuteNs };
}

/** Together with the sessions that turned out to be behind it. */
function widened(range: TimeRange, { sessions }: Trace): TimeRange {
  return sessions.reduce(
    ({ fromNs, toNs }, { startNs, endNs }) => ({
      fromNs: least(fromNs, startNs - minuteNs),
      toNs: endNs === null ? toNs : most(toNs, endNs + minuteNs),
    }),
    range,
  );
}

/** Asks for the trace of one activity, and first sees to it that its time is loaded. */
export class TraceQuestion implements ReactiveController {
  readonly task: AnswerTask<TraceAnswer>;
  readonly #host: ReactiveControllerHost;
  readonly #id: (store: ActivityStore) => string | null;
  #askedId: string | null = null;
  #look = 0;
  #wanted: TimeRange | null = null;
  #loading: AbortController | null = null;
  #loadFailure: ErrorData | null = null;

  constructor(
    host: ReactiveControllerHost,
    stores: StoreController,
    options: { readonly id: (store: ActivityStore) => string | null; readonly onValue: (answer: TraceAnswer) => void },
  ) {
    this.#host = host;
    this.#id = options.id;
    stores.listen({ storeChanged: () => this.#forget() });
    this.task = new AnswerTask<TraceAnswer>(host, stores, {
      args: (store) => {
        const id = options.id(store);
        if (id !== this.#askedId) this.#forget();
        this.#askedId = id;
        return id === null ? null : [id, this.#look];
      },
      ask: (store, signal) => this.#ask(store, signal),
      isEmpty: ({ trace }) => trace === null,
      coverage: ({ coverage }) => coverage,
      onValue: options.onValue,
    });
    host.addController(this);
  }

  /** The answer to the question that is asked now, not to the one before. */
  get answer(): TraceAnswer | null {
    const { value } = this.task;
    return value && value.activity?.id === this.#askedId ? value : null;
  }
  get isLoading(): boolean {
    return this.#loading !== null;
  }
  /** Why the time of the session is not loaded completely. */
  get loadFailure(): ErrorData | null {
    return this.#loadFailure;
  }
  /** How far back sessions were looked for. */
  get lookedBackMs(): DurationMs {
    return looksBackMs[this.#look] ?? hourMs;
  }
  get canLookFurther(): boolean {
    return this.#look + 1 < looksBackMs.length;
  }

  readonly lookFurther = (): void => {
    if (!this.canLookFurther) return;
    this.#look++;
    this.#host.requestUpdate();
  };

  readonly retry = (): void => {
    this.#loadFailure = null;
    this.#wanted = null;
    this.task.retry();
  };

  hostConnected(): void {}

  hostDisconnected(): void {
    this.#forget();
  }

  async #ask(store: ActivityStore, signal: AbortSignal): Promise<TraceAnswer> {
    const id = this.#id(store);
    const held = id === null ? null : (await store.ask({ activity: { id } }, { signal })).activity;
    if (!held) return { activity: null, trace: null, coverage: null, range: null };
    const nowNs = most(toEpochNs(Date.now()), store.status?.extent?.toNs ?? 0n);
    const around = rangeAround(held, this.lookedBackMs, nowNs);
    const range = this.#wanted && rangeContains(this.#wanted, around) ? this.#wanted : around;
    this.#load(store, range);
    const { trace = null, coverage } = await store.ask(
      { trace: { activityId: held.id } },
      { range, filter: everything, types: activityTypes, scope: [], signal },
    );
    if (trace && !signal.aborted) this.#load(store, widened(range, trace));
    return { activity: held, trace, coverage, range };
  }

  /** What is loaded changes the answer, which is then asked for again. */
  #load(store: ActivityStore, range: TimeRange): void {
    if (this.#wanted && rangeContains(this.#wanted, range)) return;
    this.#wanted = range;
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    void store
      .load(range, loading.signal)
      .then(
        () => null,
        (thrown: unknown) => (loading.signal.aborted ? null : toErrorData(thrown)),
      )
      .then((failure) => {
        if (this.#loading !== loading) return;
        this.#loading = null;
        this.#loadFailure = failure;
        this.task.refresh();
      });
  }

  #forget(): void {
    this.#loading?.abort();
    this.#loading = null;
    this.#wanted = null;
    this.#look = 0;
    this.#loadFailure = null;
  }
}
