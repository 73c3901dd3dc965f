/** Which requests may be behind which processes, from what can be observed of both. */

/** Bounds in microseconds, both inclusive. */
export interface Band {
  readonly lowUs: number;
  readonly highUs: number;
}

export interface Asked {
  readonly id: string;
  readonly container: string;
  readonly command: string;
  readonly tty: boolean;
  readonly auditId: string;
  /** By the clock of the node. */
  readonly receivedUs: number;
  readonly completedUs: number | null;
}

export interface Started {
  readonly id: string;
  readonly container: string;
  readonly command: string;
  /** null: the shape does not tell. */
  readonly tty: boolean | null;
  /** null: the shape does not tell, or nobody set it. */
  readonly carriedId: string | null;
  readonly startUs: number;
  /** null: not reported. */
  readonly endUs: number | null;
  /** It was surely alive then. */
  readonly aliveUs: number;
}

export function mayBeBehind(asked: Asked, started: Started, band: Band): boolean {
  if (asked.container !== started.container || asked.command !== started.command) return false;
  if (started.tty !== null && started.tty !== asked.tty) return false;
  if (started.carriedId !== null) return started.carriedId === asked.auditId;
  if (!within(started.startUs - asked.receivedUs, band)) return false;
  if (asked.completedUs === null) return true;
  if (started.endUs !== null) return within(asked.completedUs - started.endUs, band);
  return asked.completedUs - started.aliveUs >= band.lowUs;
}

const within = (us: number, { lowUs, highUs }: Band): boolean => us >= lowUs && us <= highUs;

/**
 * For each process the requests that some largest assignment gives it, `null` for none. One entry: the evidence leaves nothing open.
 * An assignment gives a request to at most one process and a process to at most one request.
 */
export function assignments(
  asked: readonly Asked[],
  started: readonly Started[],
  band: Band,
): ReadonlyMap<string, readonly (string | null)[]> {
  // A request that a process names is that process's, and no other's.
  const named = new Set(started.map(({ carriedId }) => carriedId).filter((id) => id !== null));
  const isFree = (request: Asked, process: Started): boolean =>
    process.carriedId !== null || !named.has(request.auditId);
  const fits = started.map((process) =>
    asked.flatMap((request, at) => (isFree(request, process) && mayBeBehind(request, process, band) ? [at] : [])),
  );
  const largest = matchingSize(fits, new Set());
  const open = new Map<string, readonly (string | null)[]>();
  for (const [at, process] of started.entries()) {
    const partners: (string | null)[] = [];
    const others = fits.filter((_, other) => other !== at);
    for (const request of fits[at] ?? [])
      if (matchingSize(others, new Set([request])) + 1 === largest) partners.push(asked[request]?.id ?? null);
    if (matchingSize(others, new Set()) === largest) partners.push(null);
    open.set(process.id, partners);
  }
  return open;
}

/** Size of a largest matching, by augmenting paths; `taken` requests are out. */
function matchingSize(fits: readonly (readonly number[])[], taken: ReadonlySet<number>): number {
  const processOf = new Map<number, number>();
  const place = (process: number, seen: Set<number>): boolean => {
    for (const request of fits[process] ?? []) {
      if (taken.has(request) || seen.has(request)) continue;
      seen.add(request);
      const holder = processOf.get(request);
      if (holder === undefined || place(holder, seen)) {
        processOf.set(request, process);
        return true;
      }
    }
    return false;
  };
  let size = 0;
  for (const process of fits.keys()) if (place(process, new Set())) size += 1;
  return size;
}
