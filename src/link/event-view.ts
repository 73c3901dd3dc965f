import type { ActivityType } from '../model/activity.js';
import { canonicalName } from '../model/attribute-names.js';
import type { Scope } from '../model/query.js';
import type { DurationMs, EpochNs } from '../model/units.js';
import type { ViewState } from '../model/view-state.js';
import { encodeView } from './view-link.js';

/** What a policy event or an alert elsewhere knows of the moment it wants looked at. */
export interface EventToView {
  /** When it happened. */
  readonly timeNs: EpochNs;
  /** How much is shown before and after. Default 5 minutes each. */
  readonly aroundMs?: DurationMs;
  /**
   * Where it happened, outermost first: attribute names as the catalogue knows them, or their aliases (`namespace`, `pod`), with their
   * values. `null`: has none.
   */
  readonly scope?: Readonly<Record<string, string | null>> | Scope;
  readonly containerId?: string;
  /** A filter on top, in the filter language. */
  readonly filterText?: string;
  readonly types?: readonly ActivityType[];
  /** The activity to open. */
  readonly activityId?: string;
  /** Opens the trace of that activity at once. */
  readonly trace?: boolean;
  readonly timeZone?: string;
}

/** The view on an event: its scope and time, its filter, its row. What the event does not say stays as the person has it. */
export function viewOfEvent(event: EventToView): Partial<ViewState> {
  const aroundNs = BigInt(Math.round(event.aroundMs ?? 300_000)) * 1_000_000n;
  const steps: Scope = isScope(event.scope)
    ? event.scope
    : Object.entries(event.scope ?? {}).map(([attribute, value]) => ({ attribute, value }));
  const scope = [
    ...steps.map(({ attribute, value }) => ({ attribute: canonicalName(attribute), value })),
    ...(event.containerId === undefined ? [] : [{ attribute: 'containerId', value: event.containerId }]),
  ];
  return {
    filterText: event.filterText ?? '',
    window: { kind: 'absolute', range: { fromNs: event.timeNs - aroundNs, toNs: event.timeNs + aroundNs } },
    live: false,
    scope,
    selectedId: event.activityId ?? null,
    traceId: event.trace ? (event.activityId ?? null) : null,
    setAside: null,
    ...(event.types && { types: event.types }),
    ...(event.timeZone !== undefined && { timeZone: event.timeZone }),
  };
}

const isScope = (scope: EventToView['scope']): scope is Scope => Array.isArray(scope);

/** Default name under which a view lies in an address. */
export const linkKey = 'audit';

/**
 * An address that opens a view.
 *
 * @param page - Address of the page that holds the view, without or with a part after `#`.
 * @param key - What `url-state` of the view says there: a name for the part after `#`, or `?name` for the query.
 */
export function linkToView(page: string | URL, view: Partial<ViewState>, key: string = linkKey): string {
  const url = new URL(page);
  setLink(url, key, encodeView(view));
  return url.href;
}

/** Puts a link into an address, or (null) takes it out; everything else in the address stays as it is. */
export function setLink(url: URL, key: string, link: string | null): void {
  const inQuery = key.startsWith('?');
  const name = inQuery ? key.slice(1) : key;
  const before = (inQuery ? url.search : url.hash).slice(1);
  const kept = before.split('&').filter((pair) => pair !== '' && !pair.startsWith(`${name}=`));
  const after = [...kept, ...(link === null ? [] : [`${name}=${link}`])].join('&');
  if (inQuery) url.search = after;
  else url.hash = after;
}

/** The link in an address, or null. */
export function linkIn(url: URL, key: string = linkKey): string | null {
  const inQuery = key.startsWith('?');
  const name = inQuery ? key.slice(1) : key;
  const pairs = (inQuery ? url.search : url.hash).slice(1).split('&');
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}
