import { expect, fixture, waitUntil as waitFor } from '@open-wc/testing';
import { html, LitElement } from 'lit';
import { AnswerTask } from '../../../components/internal/answer-task.js';
import { StoreController } from '../../../components/internal/store-controller.js';
import { AuditError, ErrorCode, type ActivityStore } from '../../../src/headless.js';
import { clusterActivities } from '../../../stories/fixtures/activities.js';
import { pushStore } from '../../../stories/fixtures/push-store.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

interface Call {
  readonly signal: AbortSignal;
  readonly resolve: (value: number) => void;
  readonly reject: (error: unknown) => void;
}

/** An element whose questions are answered by the test. */
class AskingElement extends LitElement {
  store: ActivityStore | null = null;
  provider: string | null = null;
  readonly calls: Call[] = [];
  topic: number | null = 0;
  readonly stores = new StoreController(this);
  readonly task: AnswerTask<number> = new AnswerTask<number>(this, this.stores, {
    args: () => (this.topic === null ? null : [this.topic]),
    ask: (_, signal) => new Promise<number>((resolve, reject) => this.calls.push({ signal, resolve, reject })),
    isEmpty: (value) => value === 0,
    ...(this instanceof GroupedElement && { rank: 1 }),
    ...(this instanceof AboutElement && { about: () => String(this.topic) }),
  });
  protected override render(): unknown {
    return html`${this.task.state} ${this.task.value}`;
  }
}
customElements.define('asking-element', AskingElement);

const shownText = (element: LitElement): string => element.shadowRoot?.textContent.replace(/\s+/g, ' ').trim() ?? '';

/** What grouped elements do, in the order in which they do it. */
const steps: string[] = [];

class GroupedElement extends AskingElement {
  readonly measure = (): void => {
    steps.push('measures');
  };
  protected override async scheduleUpdate(): Promise<void> {
    await this.task.untilTurn(this.measure);
    void super.scheduleUpdate();
  }
  protected override updated(): void {
    steps.push('renders');
  }
}
customElements.define('grouped-element', GroupedElement);

class AboutElement extends AskingElement {}
customElements.define('about-element', AboutElement);

describe('AnswerTask', () => {
  let store: ActivityStore;
  const rejections: unknown[] = [];
  const noteRejection = (event: PromiseRejectionEvent): void => {
    rejections.push(event.reason);
  };

  beforeEach(async () => {
    rejections.length = 0;
    addEventListener('unhandledrejection', noteRejection);
    store = await pushStore([], { engine: { mode: 'page' } });
    // What the start of a store announces is over.
    await new Promise((resolve) => setTimeout(resolve, 900));
  });
  afterEach(async () => {
    await store.dispose();
    removeEventListener('unhandledrejection', noteRejection);
    expect(rejections).to.deep.equal([]);
  });

  const asking = async (): Promise<AskingElement> => {
    const element = await fixture<AskingElement>(html`<asking-element .store=${store}></asking-element>`);
    await waitUntil(() => element.calls.length === 1, 'it asks');
    return element;
  };
  const call = (element: AskingElement, at: number): Call => {
    const found = element.calls[at];
    if (!found) throw new Error(`call ${at} was not made`);
    return found;
  };

  it('goes from initial over pending to complete, and calls nothing an empty answer', async () => {
    const element = await asking();
    expect(element.task.state).to.equal('initial');
    await waitUntil(() => element.task.state === 'pending', 'after a moment it is pending');
    call(element, 0).resolve(7);
    await waitUntil(() => element.task.state === 'complete', 'it is complete');
    expect(element.task.value).to.equal(7);
    element.task.refresh();
    await waitUntil(() => element.calls.length === 2, 'it asks again');
    call(element, 1).resolve(0);
    await waitUntil(() => element.task.state === 'empty', 'it is empty');
  });

  it('puts its question before anything renders, and parts of one view change together', async () => {
    const elements = await Promise.all(
      [0, 1].map(async () => {
        const element = await fixture<GroupedElement>(html`<grouped-element .store=${store}></grouped-element>`);
        await waitUntil(() => element.calls.length > 0, 'it asks');
        element.calls.at(-1)?.resolve(7);
        await waitUntil(() => shownText(element).includes('complete 7'), 'answered');
        return element;
      }),
    );
    const [first, second] = elements as [GroupedElement, GroupedElement];
    store.setView({ filterText: 'comm = together' });
    await Promise.resolve();
    expect([first.calls.length, second.calls.length]).to.deep.equal([2, 2]);
    steps.length = 0;
    call(first, 1).resolve(8);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(shownText(first)).to.contain('7');
    call(second, 1).resolve(9);
    await Promise.all(elements.map((one) => one.updateComplete));
    expect([shownText(first), shownText(second)]).to.deep.equal(['complete 8', 'complete 9']);
    expect(steps, 'sizes are read before anything renders').to.deep.equal([
      'measures',
      'measures',
      'renders',
      'renders',
    ]);
  });

  it('waits for no slow engine: after a moment each part shows that it is at work', async () => {
    const element = await fixture<GroupedElement>(html`<grouped-element .store=${store}></grouped-element>`);
    await waitUntil(() => element.calls.length > 0, 'it asks');
    element.calls.at(-1)?.resolve(7);
    await waitUntil(() => shownText(element).includes('complete 7'), 'answered');
    store.setView({ filterText: 'comm = slow' });
    await waitUntil(() => shownText(element) === 'pending 7', 'it is pending');
    element.calls.at(-1)?.resolve(8);
    await waitUntil(() => shownText(element) === 'complete 8', 'it is complete');
  });

  it('keeps the last value while the next is on its way', async () => {
    const element = await asking();
    call(element, 0).resolve(7);
    await waitUntil(() => element.task.value === 7, 'answered');
    store.setView({ filterText: 'comm = x' });
    await waitUntil(() => element.calls.length === 2, 'it asks again');
    await waitUntil(() => element.task.outdated, 'it shows that another question is open');
    expect(element.task.value).to.equal(7);
    call(element, 1).resolve(8);
    await waitUntil(() => element.task.value === 8, 'answered again');
    expect(element.task.outdated).to.equal(false);
  });

  it('aborts what a new question made pointless, and ignores its late answer', async () => {
    const element = await asking();
    store.setView({ filterText: 'comm = x' });
    await waitUntil(() => element.calls.length === 2, 'it asks again');
    expect(call(element, 0).signal.aborted).to.equal(true);
    call(element, 1).resolve(2);
    call(element, 0).resolve(1);
    await waitUntil(() => element.task.value === 2, 'the newer answer counts');
    await element.updateComplete;
    expect(element.task.value).to.equal(2);
  });

  it('waits for an answer under way while data streams in, then asks once more', async () => {
    const element = await asking();
    await store.push({ activities: clusterActivities({ count: 2 }) });
    await store.push({ activities: clusterActivities({ count: 2, seed: 3 }) });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(element.calls.length).to.equal(1);
    expect(call(element, 0).signal.aborted).to.equal(false);
    call(element, 0).resolve(1);
    await waitUntil(() => element.calls.length === 2, 'it asks once more');
  });

  it('is silent about what was superseded, cancelled or disposed', async () => {
    const element = await asking();
    for (const [at, code] of [ErrorCode.superseded, ErrorCode.cancelled, ErrorCode.disposed].entries()) {
      call(element, at).reject(new AuditError(code, 'no matter'));
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(element.task.state).to.equal('initial');
      element.task.refresh();
      await waitUntil(() => element.calls.length === at + 2, 'it asks again');
    }
  });

  it('keeps the value beside an error, and retries', async () => {
    const element = await asking();
    call(element, 0).resolve(7);
    await waitUntil(() => element.task.state === 'complete', 'answered');
    element.task.refresh();
    await waitUntil(() => element.calls.length === 2, 'it asks again');
    call(element, 1).reject(new AuditError(ErrorCode.badRequest, 'That makes no sense.'));
    await waitUntil(() => element.task.state === 'error', 'it failed');
    expect(element.task.error?.message).to.equal('That makes no sense.');
    expect(element.task.value).to.equal(7);
    element.task.retry();
    await waitUntil(() => element.calls.length >= 3, 'it tries again');
    call(element, element.calls.length - 1).resolve(8);
    await waitUntil(() => element.task.value === 8, 'answered');
    expect(element.task.error).to.equal(null);
  });

  it('lets go of the value where another question failed: its numbers would be taken for the new one’s', async () => {
    const element = await asking();
    call(element, 0).resolve(7);
    await waitUntil(() => element.task.state === 'complete', 'answered');
    store.setView({ filterText: 'comm = x' });
    await waitUntil(() => element.calls.length === 2, 'it asks again');
    call(element, 1).reject(new AuditError(ErrorCode.badRequest, 'The server cannot take this filter.'));
    await waitUntil(() => shownText(element).startsWith('error'), 'it failed');
    expect(shownText(element)).to.equal('error');
    store.setView({ filterText: '' });
    await waitUntil(() => element.calls.length === 3, 'it asks once more');
    call(element, 2).resolve(7);
    await waitUntil(() => shownText(element) === 'complete 7', 'answered');
  });

  it('never shows what was answered about one thing for another, also where that fails', async () => {
    const element = await fixture<AboutElement>(html`<about-element .store=${store}></about-element>`);
    await waitUntil(() => element.calls.length === 1, 'it asks');
    call(element, 0).resolve(7);
    await waitUntil(() => shownText(element) === 'complete 7', 'answered');
    element.topic = 1;
    expect(element.task.value).to.equal(undefined);
    element.requestUpdate();
    await waitUntil(() => element.calls.length === 2, 'it asks about the other one');
    expect(shownText(element)).to.equal('initial');
    call(element, 1).reject(new AuditError(ErrorCode.badRequest, 'That makes no sense.'));
    await waitUntil(() => shownText(element) === 'error', 'it failed, and no number stands beside that');
    element.topic = 0;
    expect([element.task.error, element.task.value]).to.deep.equal([null, undefined]);
    element.requestUpdate();
    await waitUntil(() => element.calls.length === 3, 'it asks about the first one again');
    element.task.refresh();
    await waitUntil(() => element.calls.length === 4, 'data came');
    call(element, 3).resolve(8);
    await waitUntil(() => shownText(element) === 'complete 8', 'answered');
  });

  it('calls a defect a defect', async () => {
    const element = await asking();
    call(element, 0).reject(new TypeError('x is not a function'));
    await waitUntil(() => element.task.state === 'error', 'it failed');
    expect(element.task.error?.code).to.equal('internal');
  });

  it('asks nothing while there is nothing to ask', async () => {
    const element = await asking();
    call(element, 0).resolve(1);
    element.topic = null;
    element.task.refresh();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(element.calls.length).to.equal(1);
  });

  it('aborts when the element leaves the page, and asks again when it comes back', async () => {
    const element = await asking();
    const parent = element.parentElement;
    element.remove();
    expect(call(element, 0).signal.aborted).to.equal(true);
    parent?.append(element);
    await waitUntil(() => element.calls.length === 2, 'it asks again');
    call(element, 1).resolve(3);
    await waitUntil(() => element.task.value === 3, 'answered');
  });
});
