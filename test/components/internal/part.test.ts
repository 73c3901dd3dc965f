import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { css, LitElement } from 'lit';
import { Part, type PartModule } from '../../../components/internal/part.js';

interface Words extends PartModule {
  readonly words: string;
}
const words: Words = {
  words: 'here it is',
  styles: [
    css`
      p {
        color: rgb(1, 2, 3);
      }
    `,
  ],
};

let tries = 0;
let load: () => Promise<Words> = () => Promise.resolve(words);

class LateElement extends LitElement {
  readonly late: Part<Words> = new Part(this, 'rows', () => {
    tries += 1;
    return load();
  }).prepareOnInterest();
  static override properties = { open: { type: Boolean } };
  declare open: boolean;

  protected override render(): unknown {
    return this.open
      ? html`${this.late.render((loaded) => html`<p>${loaded.words}</p>`)}`
      : html`<button>Open</button>`;
  }
}
customElements.define('late-element', LateElement);

const text = (element: LateElement): string => element.shadowRoot?.textContent.replace(/\s+/g, ' ').trim() ?? '';

describe('a part that is loaded later', () => {
  beforeEach(() => {
    tries = 0;
    load = () => Promise.resolve(words);
  });

  it('is asked for once somebody points at the element, and only once', async () => {
    const element = await fixture<LateElement>(html`<late-element></late-element>`);
    expect(tries).to.equal(0);
    element.dispatchEvent(new PointerEvent('pointerenter'));
    element.dispatchEvent(new FocusEvent('focusin'));
    element.open = true;
    await waitUntil(() => text(element) === 'here it is', 'its words are shown');
    expect(tries).to.equal(1);
    const drawn = element.shadowRoot?.querySelector('p');
    expect(drawn && getComputedStyle(drawn).color).to.equal('rgb(1, 2, 3)');
  });

  it('leaves a thin line in its place until it is there', async () => {
    let come: () => void = () => {};
    load = () => new Promise((resolve) => (come = () => resolve(words)));
    const element = await fixture<LateElement>(html`<late-element .open=${true}></late-element>`);
    expect(element.shadowRoot?.querySelector('[role=progressbar]')).not.to.equal(null);
    come();
    await waitUntil(() => text(element) === 'here it is', 'its words are shown');
  });

  it('says where it did not come, and comes with a retry', async () => {
    load = () => Promise.reject(new TypeError('Failed to fetch'));
    const element = await fixture<LateElement>(html`<late-element .open=${true}></late-element>`);
    await waitUntil(() => text(element).includes('could not be loaded'), 'the failure is told');
    expect(tries).to.equal(1);
    load = () => Promise.resolve(words);
    element.shadowRoot?.querySelector('button')?.click();
    await waitUntil(() => text(element) === 'here it is', 'its words are shown');
    expect(tries).to.equal(2);
  });
});
