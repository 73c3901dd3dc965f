import { defineElement } from '../internal/define-element.js';
import { ActivityDetailsElement } from '../activity-details/activity-details.js';
import { ActivityExportElement } from '../activity-export/activity-export.js';
import { ActivityListElement } from '../activity-list/activity-list.js';
import { ActivityProviderElement } from '../activity-provider/activity-provider.js';
import { FilterBarElement } from '../filter-bar/filter-bar.js';
import { FrequencyGraphElement } from '../frequency-graph/frequency-graph.js';
import { ScopeTreeElement } from '../scope-tree/scope-tree.js';
import { TimeBarElement } from '../time-bar/time-bar.js';
import { TraceViewElement } from '../trace-view/trace-view.js';
import { ActivityAuditElement } from './activity-audit.js';
import { definePart } from './part-tags.js';

/** Registers the whole view and the parts it is made of. Nothing happens to a name that is taken already. */
export function defineActivityAudit(tagName = 'activity-audit'): void {
  definePart('activity-provider', ActivityProviderElement);
  definePart('filter-bar', FilterBarElement);
  definePart('frequency-graph', FrequencyGraphElement);
  definePart('time-bar', TimeBarElement);
  definePart('scope-tree', ScopeTreeElement);
  definePart('trace-view', TraceViewElement);
  definePart('activity-export', ActivityExportElement);
  definePart('activity-list', ActivityListElement);
  definePart('activity-details', ActivityDetailsElement);
  defineElement(tagName, ActivityAuditElement);
}

defineActivityAudit();

declare global {
  interface HTMLElementTagNameMap {
    'activity-audit': ActivityAuditElement;
  }
}
