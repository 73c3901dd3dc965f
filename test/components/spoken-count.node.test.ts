import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { ReactiveController } from 'lit';
import { SpokenCount } from '../../components/activity-list/spoken-count.js';
import { initialViewState, type ViewState } from '../../src/model/view-state.js';

/** What is said, for what is answered at which time. */
function listening(): {
  readonly answer: (matching: number, view?: ViewState) => void;
  readonly said: () => string;
  readonly leave: () => void;
} {
  let answered: { readonly view: ViewState; readonly matching: number } | null = null;
  let controller: ReactiveController | null = null;
  const host = {
    addController: (added: ReactiveController) => void (controller = added),
    removeController: () => {},
    requestUpdate: () => {},
    updateComplete: Promise.resolve(true),
  };
  const spoken = new SpokenCount(host, { answered: () => answered });
  return {
    answer: (matching, view = initialViewState) => {
      answered = { view, matching };
      controller?.hostUpdated?.();
    },
    said: () => String(spoken.render().values[0]),
    leave: () => controller?.hostDisconnected?.(),
  };
}

test('what a screen reader hears of the list', async (context) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  context.after(() => mock.timers.reset());

  await context.test('nothing of what was there at the start', () => {
    const { answer, said } = listening();
    answer(1_204);
    mock.timers.tick(60_000);
    assert.equal(said(), '');
  });

  await context.test('the number, once, after another question', () => {
    const { answer, said } = listening();
    answer(1_204);
    for (const [at, filterText] of ['c', 'cu', 'curl'].entries()) {
      answer(900 - at, { ...initialViewState, filterText });
      mock.timers.tick(200);
      assert.equal(said(), '');
    }
    mock.timers.tick(600);
    assert.equal(said(), '898 activities');
  });

  await context.test('one sentence for all that arrive in a while, not one for each', () => {
    const { answer, said } = listening();
    answer(10);
    const heard = new Set<string>();
    for (let second = 1; second <= 40; second += 1) {
      answer(10 + second);
      mock.timers.tick(1_000);
      heard.add(said());
    }
    assert.deepEqual([...heard], ['', 'Now 25 activities', 'Now 40 activities']);
  });

  await context.test('nothing after it has left the page', () => {
    const { answer, said, leave } = listening();
    answer(10);
    answer(11);
    leave();
    mock.timers.tick(60_000);
    assert.equal(said(), '');
  });
});
