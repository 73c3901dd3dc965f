import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { ReactiveController } from 'lit';
import { SpokenCount, type CountedView } from '../../components/activity-list/spoken-count.js';
import { loadLanguage, readyLanguage } from '../../components/internal/languages.js';
import { sourceSpeech, speak } from '../../components/internal/localise.js';
import { Certainty } from '../../src/model/coverage.js';
import { initialViewState, type ViewState } from '../../src/model/view-state.js';

/** What is said, for what is answered at which time. */
function listening(): {
  readonly answer: (matching: number, view?: ViewState, certainty?: Certainty) => void;
  readonly said: () => string;
  readonly leave: () => void;
} {
  let answered: CountedView | null = null;
  let controller: ReactiveController | null = null;
  const host = {
    addController: (added: ReactiveController) => void (controller = added),
    removeController: () => {},
    requestUpdate: () => {},
    updateComplete: Promise.resolve(true),
  };
  const spoken = new SpokenCount(host, { answered: () => answered });
  return {
    answer: (matching, view = initialViewState, certainty = Certainty.exact) => {
      answered = { view, matching, certainty };
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

  const filtered = { ...initialViewState, filterText: 'curl' };

  await context.test('what the number is worth, as on the screen', () => {
    for (const [certainty, sentence] of [
      [Certainty.atLeast, 'at least 2,315 activities'],
      [Certainty.sampled, '2,315 activities of a sample'],
    ] as const) {
      const { answer, said } = listening();
      answer(40_000);
      answer(2_315, filtered, certainty);
      mock.timers.tick(600);
      assert.equal(said(), sentence);
    }
  });

  await context.test('that a lower bound became more, and that it is all there is', () => {
    const { answer, said } = listening();
    answer(100, initialViewState, Certainty.atLeast);
    answer(2_315, initialViewState, Certainty.atLeast);
    mock.timers.tick(15_000);
    assert.equal(said(), 'Now at least 2,315 activities');
    answer(2_315);
    mock.timers.tick(15_000);
    assert.equal(said(), 'Now 2,315 activities');
  });

  await context.test('the language of its place, also where that changes later', async () => {
    await loadLanguage('ja');
    const language = readyLanguage('ja');
    assert.ok(language);
    const { answer, said } = listening();
    answer(5);
    answer(2_315, filtered, Certainty.atLeast);
    // What another element of the page speaks meanwhile does not matter.
    speak({ language, locale: 'ja' });
    mock.timers.tick(600);
    speak(sourceSpeech);
    assert.equal(said(), 'at least 2,315 activities');
    speak({ language, locale: 'ja' });
    const japanese = said();
    speak(sourceSpeech);
    assert.match(japanese, /2,315.*以上/);
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
