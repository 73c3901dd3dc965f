import type { TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import type { BackendSource } from '../../src/model/source.js';
import type { ActivityProviderElement } from '../activity-provider/activity-provider.js';
import type { ActivityStoreEvent } from '../internal/events.js';
import { partTag } from './part-tags.js';

/** What the whole view passes on as it is. */
type Settings = Pick<
  ActivityProviderElement,
  | 'src'
  | 'srcKind'
  | 'file'
  | 'window'
  | 'asOf'
  | 'timeZone'
  | 'tenant'
  | 'user'
  | 'cacheMode'
  | 'cacheKey'
  | 'credentials'
  | 'token'
  | 'fetch'
  | 'workerUrl'
  | 'engine'
  | 'maxActivities'
>;

export interface OwnProvider {
  /** Comes before `src` and `file`. */
  readonly source: BackendSource | null;
  /** Files that the person opened: window and pin of the host are not theirs. */
  readonly isOpened: boolean;
  readonly body: TemplateResult;
  readonly arrived: (event: ActivityStoreEvent) => void;
}

/** The provider of a view that has a source of its own. */
export function renderProvider(view: Settings, { source, isOpened, body, arrived }: OwnProvider): TemplateResult {
  return html`<${partTag('activity-provider')}
      id="provider"
      .source=${source}
      .src=${source ? null : view.src}
      .srcKind=${view.srcKind}
      .file=${source ? null : view.file}
      .window=${isOpened ? null : view.window}
      .asOf=${isOpened ? null : view.asOf}
      .timeZone=${view.timeZone}
      .tenant=${view.tenant}
      .user=${view.user}
      .cacheMode=${view.cacheMode}
      .cacheKey=${view.cacheKey}
      .credentials=${view.credentials}
      .token=${view.token}
      .fetch=${view.fetch}
      .workerUrl=${view.workerUrl}
      .engine=${view.engine}
      .maxActivities=${view.maxActivities}
      @activity-store=${arrived}
      >${body}</${partTag('activity-provider')}
    >`;
}
