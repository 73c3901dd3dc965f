import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../components/activity-audit/define.js';
import type { ActivityAuditElement } from '../../components/activity-audit/activity-audit.js';
import { createStore, decodeView, encodeView, linkIn, setLink, type ActivityStore } from '../../src/headless.js';

const lines = ['curl', 'ab', 'tar']
  .map(
    (comm, at) =>
      `{"id":"${comm}","timestamp":${1_700_000_000n + BigInt(at)}000000000,"type":"command","comm":"${comm}","cmdline":"${comm} --now","labels":{"kubernetes.namespace.name":"shop"}}\n`,
  )
  .join('');

/** A machine with much to do may take its time. */
const patience = { interval: 10, timeout: 8_000 };

let store: ActivityStore;
beforeEach(async () => {
  store = createStore({ source: { kind: 'push' } });
  await store.ask({ totals: true });
  await store.push({ bytes: new TextEncoder().encode(lines) });
});
afterEach(async () => {
  await store.dispose();
  putInAddress(null);
});

function putInAddress(link: string | null): void {
  const url = new URL(location.href);
  setLink(url, 'audit', link);
  history.replaceState(null, '', url);
}
const linkInAddress = () => linkIn(new URL(location.href));

async function show(widthPx = 1300, urlState: string | null = ''): Promise<ActivityAuditElement> {
  const box = await fixture<HTMLElement>(
    html`<div>
      <activity-audit .store=${store} .urlState=${urlState} theme="light"></activity-audit>
    </div>`,
  );
  box.style.height = '700px';
  box.style.width = `${widthPx}px`;
  const view = box.querySelector('activity-audit');
  if (!view) throw new Error('no view');
  await waitUntil(() => textOf(view).includes('activit'), 'the list counts', { timeout: 8_000 });
  return view;
}

function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? '';
  if (node instanceof HTMLStyleElement) return '';
  const children =
    node instanceof HTMLSlotElement ? node.assignedNodes() : ((node as Element).shadowRoot ?? node).childNodes;
  return [...children].map(textOf).join(' ').replace(/\s+/g, ' ');
}
const inside = <Found extends HTMLElement>(view: ActivityAuditElement, selector: string): Found | null =>
  view.shadowRoot?.querySelector<Found>(selector) ?? null;
const groupsButton = (view: ActivityAuditElement) => inside<HTMLButtonElement>(view, '#groups-button')!;

describe('a view in the address of the page', () => {
  it('is what the page opens with', async () => {
    putInAddress(encodeView({ filterText: 'comm = "ab"', timeZone: 'UTC' }));
    const view = await show();
    await waitUntil(() => textOf(view).includes('1 activity'), 'only what the link asks for', { timeout: 8_000 });
    expect(store.view.filterText).to.equal('comm = "ab"');
    expect(store.canGoBack).to.equal(false);
  });

  it('can be copied by hand where the browser does not let it be copied', async () => {
    const view = await show();
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('refused', 'NotAllowedError'));
    try {
      inside(view, '#copy-link')?.click();
      await waitUntil(() => inside(view, '#address') !== null, 'the address is there', patience);
    } finally {
      navigator.clipboard.writeText = write;
    }
    const field = inside<HTMLInputElement>(view, '#address')!;
    expect(textOf(view)).to.include('The browser did not let the link be copied');
    expect(view.shadowRoot?.activeElement).to.equal(field);
    expect(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)).to.equal(field.value);
    expect(decodeView(linkIn(new URL(field.value)) ?? '')).to.deep.equal({ view: store.view, dropped: [] });
    await expect(view).to.be.accessible();
    store.setView({ filterText: 'comm = "ab"' });
    await waitUntil(
      () => decodeView(linkIn(new URL(field.value)) ?? '').view.filterText === 'comm = "ab"',
      'it follows',
    );
    field.closest('[part="notice"]')?.querySelector('button')?.click();
    await waitUntil(() => inside(view, '#address') === null, 'it is gone', patience);
    expect(view.shadowRoot?.activeElement).to.equal(inside(view, '#copy-link'));
  });

  it('follows what the person does, and nothing else of the address changes', async () => {
    history.replaceState(null, '', '#tab=2');
    await show();
    store.setView({ filterText: 'comm = "tar"' });
    await waitUntil(() => linkInAddress() !== null, 'it is in the address', { timeout: 3_000 });
    expect(location.hash).to.match(/^#tab=2&audit=1[0-9A-Za-z]+$/);
    expect(decodeView(linkInAddress() ?? '')).to.deep.equal({ view: store.view, dropped: [] });
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('is opened when a person pastes another link, and can be undone', async () => {
    await show();
    location.hash = `audit=${encodeView({ filterText: 'comm = "curl"' })}`;
    await waitUntil(() => store.view.filterText === 'comm = "curl"');
    store.back();
    expect(store.view.filterText).to.equal('');
  });

  it('that is damaged or of a later version opens as far as it can, and says what is missing', async () => {
    putInAddress('2abcdef');
    const view = await show();
    await waitUntil(() => textOf(view).includes('later version'), 'it says so');
    await expect(view).to.be.accessible();
    [...view.shadowRoot!.querySelectorAll('button')]
      .find((button) => button.textContent.includes('Understood'))
      ?.click();
    await view.updateComplete;
    expect(textOf(view)).not.to.include('later version');
  });

  it('stays at the last one that fits where a filter is too long for a link, which is said, and said again to who copies', async () => {
    const view = await show();
    const long = `sha256 in (${Array.from({ length: 2_000 }, (_, at) => at.toString(16).padStart(64, 'ab')).join(', ')})`;
    store.setView({ filterText: 'comm = "tar"' });
    await waitUntil(() => linkInAddress() !== null, 'it is in the address', patience);
    const before = linkInAddress();
    const notice = (): string => textOf(inside(view, '[part=notice]') ?? document.createElement('p'));
    store.setView({ filterText: long });
    await waitUntil(() => /Too long for a link: the filter/.test(notice()), 'it is said', patience);
    expect(linkInAddress()).to.equal(before);
    inside<HTMLButtonElement>(view, '[part=notice] button')!.click();
    await view.updateComplete;
    expect(notice()).to.not.match(/Too long/);
    const copy = [...view.shadowRoot!.querySelectorAll('button')].find((button) => /Copy link/.test(textOf(button)))!;
    copy.click();
    await waitUntil(() => /No link to this view can be copied/.test(notice()), 'it is said again', patience);
    expect(textOf(copy)).to.not.match(/copied/);
    store.setView({ filterText: 'comm = "ab"' });
    await waitUntil(() => linkInAddress() !== before, 'the address goes on', patience);
    await waitUntil(() => notice().trim() === '', 'nothing is said any more', patience);
  });

  it('is left alone where the host does not ask for it', async () => {
    await show(1300, null);
    store.setView({ filterText: 'comm = "tar"' });
    await new Promise((ready) => setTimeout(ready, 800));
    expect(linkInAddress()).to.equal(null);
  });
});

describe('a view that began with a link', () => {
  const begun = async (urlState: string | null = null): Promise<ActivityAuditElement> => {
    const view = await show(1300, urlState);
    view.link = encodeView({ filterText: 'comm = "ab"' });
    await view.updateComplete;
    expect(store.view.filterText).to.equal('comm = "ab"');
    return view;
  };
  const moved = async (view: ActivityAuditElement): Promise<void> => {
    const elsewhere = await fixture<HTMLElement>(html`<div></div>`);
    elsewhere.append(view);
    await view.updateComplete;
    await view.updateComplete;
  };

  it('stays where the investigation is when the element is moved within the page', async () => {
    const view = await begun();
    store.setView({ filterText: 'comm = "tar"' });
    await moved(view);
    expect(store.view.filterText).to.equal('comm = "tar"');
  });

  it('stays there too where the store is of its own backend, and goes on writing the address', async () => {
    const view = await fixture<ActivityAuditElement>(
      html`<activity-audit
        .source=${{ kind: 'push' }}
        .engine=${{ mode: 'page' }}
        .link=${encodeView({ filterText: 'comm = "ab"' })}
        url-state
      ></activity-audit>`,
    );
    await waitUntil(() => view.activeStore?.view.filterText === 'comm = "ab"', 'the link is opened');
    const own = view.activeStore;
    own?.setView({ filterText: 'comm = "tar"' });
    await moved(view);
    expect(view.activeStore).to.equal(own);
    expect(own?.view.filterText).to.equal('comm = "tar"');
    own?.setView({ filterText: 'comm = "curl"' });
    await waitUntil(
      () => decodeView(linkInAddress() ?? '').view.filterText === 'comm = "curl"',
      'the address follows',
      { timeout: 3_000 },
    );
  });

  it('still comes into the address when the element was moved before it was written', async () => {
    const view = await begun('');
    store.setView({ filterText: 'comm = "tar"' });
    await moved(view);
    await waitUntil(
      () => decodeView(linkInAddress() ?? '').view.filterText === 'comm = "tar"',
      'the address has the last filter',
      { timeout: 3_000 },
    );
  });

  it('begins with it again where another store comes', async () => {
    const view = await begun();
    const other = createStore({ source: { kind: 'push' } });
    view.store = other;
    await view.updateComplete;
    expect(other.view.filterText).to.equal('comm = "ab"');
    await other.dispose();
  });
});

/** Where they can be seen. */
const groups = (view: ActivityAuditElement): Element | null =>
  [...(view.shadowRoot?.querySelectorAll('[aria-label="Groups"]:not(button)') ?? [])].find((one) =>
    one.checkVisibility({ visibilityProperty: true }),
  ) ?? null;

describe('the groups', () => {
  it('stand beside the list where there is room, and the button hides and shows them', async () => {
    const view = await show(1300);
    await waitUntil(() => groups(view) !== null);
    groupsButton(view).click();
    await view.updateComplete;
    expect(groups(view)).to.equal(null);
    expect(groupsButton(view).getAttribute('aria-expanded')).to.equal('false');
  });

  it('are a drawer where there is none: it takes the focus, and Escape gives it back', async () => {
    const view = await show(820);
    await waitUntil(() => groups(view) === null, 'the layout follows the width');
    groupsButton(view).click();
    await view.updateComplete;
    const drawer = inside(view, '[role="dialog"]')!;
    expect(view.shadowRoot?.activeElement?.getAttribute('aria-label')).to.equal('Close the groups');
    await expect(view).to.be.accessible();
    drawer.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }),
    );
    await view.updateComplete;
    expect(groups(view)).to.equal(null);
    expect(view.shadowRoot?.activeElement).to.equal(groupsButton(view));
  });

  it('stay where Escape closes a menu in them', async () => {
    const view = await show(820);
    await waitUntil(() => groups(view) === null, 'the layout follows the width', patience);
    groupsButton(view).click();
    await waitUntil(
      () => Boolean(inside(view, 'scope-tree')?.shadowRoot?.querySelector('#grouping-button')),
      'the groups',
      patience,
    );
    const tree = inside(view, 'scope-tree')?.shadowRoot;
    const menu = tree?.querySelector<HTMLElement>('#grouping-dialog');
    tree?.querySelector<HTMLElement>('#grouping-button')?.focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => menu?.matches(':popover-open') === true, 'the menu is open', patience);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => menu?.matches(':popover-open') === false, 'the menu is closed', patience);
    expect(groups(view)).not.to.equal(null);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => groups(view) === null, 'the next one closes the groups', patience);
  });
});
