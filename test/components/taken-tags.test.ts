import { expect, waitUntil } from '@open-wc/testing';
import { FilterBarElement } from '../../components/filter-bar/filter-bar.js';

/** An element of the page's own, with a name that one of ours would have. */
class OwnTimeBar extends HTMLElement {}

describe('tags that a page has already', () => {
  it('stay the page’s, and the whole view uses the names that its parts were given', async () => {
    customElements.define('time-bar', OwnTimeBar);
    customElements.define('my-filter-bar', FilterBarElement);
    await import('../../components/activity-audit/define.js');
    expect(customElements.get('time-bar')).to.equal(OwnTimeBar);
    expect(customElements.get('filter-bar')).to.equal(undefined);
    const view = document.createElement('activity-audit');
    view.source = { kind: 'push' };
    view.engine = { mode: 'page' };
    document.body.append(view);
    await waitUntil(() => view.shadowRoot?.querySelector('my-filter-bar') !== null, 'the filter is there', {
      timeout: 8_000,
    });
    expect(view.shadowRoot?.querySelector('my-filter-bar')).to.be.instanceOf(FilterBarElement);
    expect(view.shadowRoot?.querySelector('activity-audit-time-bar')).not.to.equal(null);
    view.remove();
  });
});
