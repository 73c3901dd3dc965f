/** The benchmark's activities through the demo server's writer of Arrow streams. */
import { arrowPage } from '../../../stories/demo/arrow-page.js';
import type { WireActivity } from '../../../stories/demo/wire.js';
import { arrowMediaType } from '../../../workers/ingest/http-page.js';
import { activityLine, dayCount } from '../activities.js';
import type { PageFormat } from '../pages.js';

/**
 * Times are bigints there. The writer goes by the names that an object has; that it also asks for members which these activities lack is a
 * matter of the demo's own.
 */
const activity = (line: string): WireActivity =>
  JSON.parse(line, (name, value: unknown) =>
    name === 'timestamp' && typeof value === 'string' ? BigInt(value) : value,
  ) as WireActivity;

export const arrowPages: PageFormat = {
  base: '/arrow',
  mediaType: arrowMediaType,
  write({ from, to, page }, rows) {
    const count = dayCount(rows);
    const data = Array.from({ length: to - from }, (_, at) => activity(activityLine(to - 1 - at, count)));
    return arrowPage({ page, data });
  },
};

/** Every page is written once: writing is not what is measured. */
export function kept(format: PageFormat): PageFormat & { readonly bodies: ReadonlyMap<string, Uint8Array> } {
  const bodies = new Map<string, Uint8Array>();
  return {
    ...format,
    bodies,
    write(page, rows) {
      const key = `${page.from} to ${page.to}`;
      let body = bodies.get(key);
      if (!body) {
        const written = format.write(page, rows);
        body = typeof written === 'string' ? new TextEncoder().encode(written) : written;
        bodies.set(key, body);
      }
      return body;
    },
  };
}
