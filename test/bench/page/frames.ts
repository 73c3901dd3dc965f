/** Times of frames and of long tasks on the page. */
export interface Frames {
  /** Time between one frame and the next, in milliseconds. */
  readonly gapsMs: readonly number[];
  /** Tasks of 50 ms and more. */
  readonly longTasksMs: readonly number[];
  /** The longest frame's work as the browser tells it (0: none reached 50 ms), and where it began. */
  readonly longFrames: readonly string[];
}

interface LongFrame extends PerformanceEntry {
  readonly renderStart: number;
  readonly styleAndLayoutStart: number;
  readonly blockingDuration: number;
  readonly scripts: readonly {
    readonly duration: number;
    readonly forcedStyleAndLayoutDuration: number;
    readonly invoker: string;
    readonly sourceFunctionName: string;
  }[];
}

export class FrameRecorder {
  #gaps: number[] = [];
  #tasks: number[] = [];
  #longFrames: string[] = [];
  #running = false;
  readonly #observer = new PerformanceObserver((list) => this.#note(list.getEntries()));

  start(): void {
    this.#observer.takeRecords();
    this.#gaps = [];
    this.#tasks = [];
    this.#longFrames = [];
    this.#running = true;
    this.#observer.observe({ type: 'longtask' });
    if (PerformanceObserver.supportedEntryTypes.includes('long-animation-frame'))
      this.#observer.observe({ type: 'long-animation-frame' });
    let before = -1;
    const frame = (nowMs: number): void => {
      if (!this.#running) return;
      if (before >= 0) this.#gaps.push(nowMs - before);
      before = nowMs;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  stop(): Frames {
    this.#running = false;
    this.#note(this.#observer.takeRecords());
    this.#observer.disconnect();
    return { gapsMs: this.#gaps, longTasksMs: this.#tasks, longFrames: this.#longFrames };
  }

  #note(entries: readonly PerformanceEntry[]): void {
    for (const entry of entries) {
      if (entry.entryType === 'longtask') this.#tasks.push(entry.duration);
      else this.#longFrames.push(described(entry as LongFrame));
    }
  }
}

function described({ duration, startTime, renderStart, styleAndLayoutStart, scripts }: LongFrame): string {
  const parts = scripts.map(
    ({ invoker, sourceFunctionName, duration: ms, forcedStyleAndLayoutDuration: forced }) =>
      `${invoker} ${sourceFunctionName} ${ms.toFixed(0)} ms${forced > 0 ? ` (layout ${forced.toFixed(0)})` : ''}`,
  );
  const layoutMs = styleAndLayoutStart === 0 ? 0 : startTime + duration - styleAndLayoutStart;
  const scriptMs = renderStart === 0 ? duration : renderStart - startTime;
  return `${duration.toFixed(0)} ms: before rendering ${scriptMs.toFixed(0)}, style and layout ${layoutMs.toFixed(0)}; ${parts.join(', ')}`;
}
