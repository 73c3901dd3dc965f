/**
 * What no first answer of a view needs: filters and scopes, facets, break-downs, places far down the list, everything that matches piece by
 * piece, and who ran something. A part of its own, loaded once the first answer is given, or with the first question that asks for any of it.
 */
export { breakdownSeries } from './breakdown.js';
export { deepPage, locateRow } from './deep-page.js';
export { facet } from './facet.js';
export { MadeRows } from './made-rows.js';
export { MaskCache } from './mask-cache.js';
export { Narrowing } from './narrowing.js';
export { processOf } from './process-of.js';
export { checkQuery, refuseBins } from './query-check.js';
export { SnapshotRows } from './snapshot-rows.js';
export { touchedAttributes } from './touched-attributes.js';
