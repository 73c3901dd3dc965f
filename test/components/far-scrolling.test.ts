import { expect, fixture, html, nextFrame, waitUntil } from '@open-wc/testing';
import { css, LitElement, type TemplateResult } from 'lit';
import { RowScroller } from '../../components/activity-list/row-scroller.js';
import { ViewportController } from '../../components/activity-list/viewport-controller.js';

const total = 10_000_000;

/** The frame of the list around ten million rows that nobody draws. */
class FarRows extends LitElement {
  static override styles = css`
    .scroller {
      height: 600px;
      overflow: auto;
    }
    .rows {
      position: relative;
    }
    .probe {
      height: 28px;
    }
  `;
  readonly rows = new RowScroller();
  readonly viewport = new ViewportController(this, this.rows, { total: () => total, moved: () => undefined });

  protected override willUpdate(): void {
    this.viewport.measure(0, 0);
  }
  protected override render(): TemplateResult {
    return html`<div class="frame">
      <div class="scroller" @scroll=${this.viewport.scrolled} @scrollend=${this.viewport.scrollEnded}>
        <div class="spacer"><div class="rows"></div></div>
      </div>
      <div class="probe"></div>
    </div>`;
  }
}
customElements.define('test-far-rows', FarRows);

describe('the last of ten million rows', () => {
  const own = Object.getOwnPropertyDescriptor(window, 'onscrollend');

  afterEach(() => {
    if (own) Object.defineProperty(window, 'onscrollend', own);
  });

  for (const knowsEnd of [true, false])
    it(`is reached by the wheel after the thumb was let go before the end, in a browser ${knowsEnd ? 'with' : 'without'} scrollend`, async () => {
      const element = await fixture<FarRows>(html`<test-far-rows></test-far-rows>`);
      element.requestUpdate();
      await element.updateComplete;
      const container = element.viewport.container!;
      if (!knowsEnd) {
        delete (window as Partial<Window>).onscrollend;
        element.shadowRoot!.addEventListener('scrollend', (event) => event.stopImmediatePropagation(), true);
      }
      expect('onscrollend' in window).to.equal(knowsEnd);
      const endPx = container.scrollHeight - container.clientHeight;
      expect(endPx).to.be.greaterThan(14_000_000);
      container.scrollTop = endPx - 11_000;
      await waitUntil(() => element.rows.topPx > 270_000_000, 'near the end');
      expect(element.rows.visible().to).to.be.lessThan(total - 900);
      // As somebody who turns the wheel until nothing is left.
      const wheel = async (): Promise<boolean> => {
        container.scrollTop += 300;
        await nextFrame();
        return element.rows.visible().to === total;
      };
      await waitUntil(wheel, 'the last row', { interval: 1, timeout: 20_000 });
    }).timeout(30_000);
});
