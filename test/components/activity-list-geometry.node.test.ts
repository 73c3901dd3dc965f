import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moveByKey } from '../../components/activity-list/grid-keys.js';
import { columnTracks, moved } from '../../components/activity-list/column-layout.js';
import { lineValues, mayDiffer } from '../../components/activity-list/line-values.js';
import { OpenFolds } from '../../components/activity-list/open-folds.js';
import type { RowLine } from '../../components/activity-list/row-line.js';
import { RowSlots } from '../../components/activity-list/row-slots.js';
import { pageRows, pagesAround, RowPages } from '../../components/activity-list/row-pages.js';
import { maxSpacerPx, RowScroller } from '../../components/activity-list/row-scroller.js';
import { rowValues } from '../../components/activity-list/row-values.js';
import { activity } from '../../stories/fixtures/activities.js';

const list = (total: number): RowScroller => {
  const scroller = new RowScroller();
  scroller.resize(total, 28, 600);
  return scroller;
};

test('a thousand rows scroll by the pixel', () => {
  const scroller = list(1_000);
  scroller.scrolled(2_810);
  assert.deepEqual(scroller.visible(), { from: 100, to: 122 });
  assert.equal(scroller.offsetOf(100), 2_800);
  assert.equal(scroller.isScaled, false);
});

test('ten million rows stay below what a browser can lay out, and the last of them is reached', () => {
  const scroller = list(10_000_000);
  assert.equal(scroller.spacerPx, maxSpacerPx);
  scroller.scrolled(maxSpacerPx - 600);
  assert.equal(scroller.visible().to, 10_000_000);
  assert.equal(scroller.topPx, 10_000_000 * 28 - 600);
  scroller.scrolled(0);
  assert.equal(scroller.visible().from, 0);
});

test('in ten million rows the wheel still moves by as many pixels as it turned', () => {
  const scroller = list(10_000_000);
  scroller.scrolled(7_000_000);
  const before = scroller.topPx;
  scroller.scrolled(7_000_100);
  assert.equal(scroller.topPx - before, 100);
  assert.equal(scroller.settle(), true);
  const settled = scroller.scrollTop;
  assert.ok(Math.abs(settled / (maxSpacerPx - 600) - scroller.topPx / (280_000_000 - 600)) < 0.001);
  assert.equal(scroller.topPx - before, 100);
});

test('near the ends of ten million rows every pixel of the scrollbar is one of the list', () => {
  const scroller = list(10_000_000);
  const end = maxSpacerPx - 600;
  scroller.scrolled(end - 1_100);
  for (let leftPx = 1_100; leftPx >= 0; leftPx -= 100) {
    scroller.scrolled(end - leftPx);
    assert.equal(280_000_000 - 600 - scroller.topPx, leftPx);
    assert.equal(scroller.settle(), false);
  }
  assert.equal(scroller.visible().to, 10_000_000);
  scroller.moveTo(500);
  assert.equal(scroller.scrollTop, 500);
});

test('after every movement the drawn rows cover what is seen', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20_000_000 }),
      fc.integer({ min: 24, max: 56 }),
      fc.integer({ min: 0, max: 2_000 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
      (total, rowPx, viewportPx, moves) => {
        const scroller = new RowScroller();
        scroller.resize(total, rowPx, viewportPx);
        for (const move of moves) {
          scroller.scrolled(move * Math.max(0, scroller.spacerPx - viewportPx));
          if (move > 0.5) scroller.settle();
          const { from, to } = scroller.visible();
          assert.ok(from >= 0 && from <= to && to <= total);
          // The first drawn row begins at or above the upper edge, the last ends at or below the lower one.
          if (total * rowPx > viewportPx) {
            assert.ok(scroller.offsetOf(from) <= scroller.scrollTop + 0.01);
            assert.ok(scroller.offsetOf(to) >= scroller.scrollTop + viewportPx - 0.01);
          }
        }
      },
    ),
  );
});

test('a row is brought into view by as little as needed', () => {
  const scroller = list(1_000);
  scroller.reveal(10);
  assert.equal(scroller.topPx, 0);
  scroller.reveal(30);
  assert.equal(scroller.topPx, 31 * 28 - 600);
  scroller.reveal(5);
  assert.equal(scroller.topPx, 140);
});

test('other heights keep the first row where it is', () => {
  const scroller = list(1_000);
  scroller.moveTo(280);
  scroller.resize(1_000, 48, 600);
  assert.equal(scroller.visible().from, 10);
});

test('pages are asked for half a page ahead, on page borders', () => {
  assert.deepEqual(pagesAround(0, 20), { offset: 0, limit: pageRows });
  assert.deepEqual(pagesAround(pageRows + 10, 2 * pageRows - 10), { offset: 0, limit: 3 * pageRows });
  assert.deepEqual(pagesAround(156_249 * pageRows, 10_000_000), { offset: 156_248 * pageRows, limit: 3 * pageRows });
});

test('pages that were not looked at for longest are forgotten', () => {
  const pages = new RowPages(2);
  const rows = (name: string): readonly RowLine[] => [{ activity: activity(name, 'command', 0n, {}), fold: null }];
  pages.put(0, rows('a'));
  pages.put(pageRows, rows('b'));
  pages.put(0, rows('a again'));
  pages.put(2 * pageRows, rows('c'));
  assert.equal(pages.at(0)?.activity.id, 'a again');
  assert.equal(pages.at(pageRows), undefined);
  assert.equal(pages.at(2 * pageRows)?.activity.id, 'c');
  assert.equal(pages.size, 2);
});

test('a line keeps its element while it is drawn; a wholly new screen fills the elements that are there', () => {
  const slots = new RowSlots();
  const first = slots.assign(['a', 'b', 'c']);
  assert.equal(new Set(first).size, 3);
  const [b, c, d] = slots.assign(['b', 'c', 'd']);
  assert.deepEqual([b, c], first.slice(1));
  assert.ok(!first.includes(d!));
  assert.deepEqual(slots.assign(['x', 'y', 'z']), [b, c, d]);
  const [, , , more] = slots.assign(['p', 'q', 'r', 's']);
  assert.ok(![b, c, d].includes(more));
});

test('keys move through rows and values and stop at the ends', () => {
  const shape = { total: 50, lead: 0, trail: 0, pageRows: 20, valuesOf: (row: number) => (row === 1 ? 2 : 5) };
  assert.deepEqual(moveByKey('ArrowDown', { row: 0, value: 4 }, shape), { row: 1, value: 1 });
  assert.deepEqual(moveByKey('PageDown', { row: 40, value: -1 }, shape), { row: 49, value: -1 });
  assert.deepEqual(moveByKey('ArrowRight', { row: 1, value: 1 }, shape), { row: 1, value: 1 });
  assert.deepEqual(moveByKey('ArrowLeft', { row: 1, value: 0 }, shape), { row: 1, value: -1 });
  assert.deepEqual(moveByKey('Home', { row: 30, value: -1 }, shape), { row: 0, value: -1 });
  assert.deepEqual(moveByKey('Home', { row: 30, value: 3 }, shape), { row: 30, value: 0 });
  assert.deepEqual(moveByKey('Home', { row: 30, value: 0 }, shape), { row: 0, value: 0 });
  assert.deepEqual(moveByKey('End', { row: 30, value: 0 }, shape), { row: 30, value: 4 });
  assert.equal(moveByKey('x', { row: 0, value: 0 }, shape), null);
  const edged = { ...shape, lead: 1, trail: 1, valuesOf: () => 0 };
  assert.deepEqual(moveByKey('Home', { row: 30, value: -1 }, edged), { row: -1, value: -1 });
  assert.deepEqual(moveByKey('End', { row: 30, value: -1 }, edged), { row: 50, value: -1 });
});

test('a line before the first row moves nothing that is in sight, and is the first thing at the top', () => {
  const scroller = list(1_000);
  scroller.scrolled(2_800);
  scroller.setEdges(1, 1);
  assert.deepEqual(scroller.visible(), { from: 100, to: 122 });
  assert.equal(scroller.firstWhole, 100);
  assert.equal(scroller.topPx, 2_828);
  assert.equal(scroller.offsetOf(100), 2_828);
  scroller.reveal(0);
  assert.equal(scroller.topPx, 28);
  scroller.reveal(-1);
  assert.equal(scroller.topPx, 0);
  scroller.reveal(1_000);
  assert.equal(scroller.topPx, 1_002 * 28 - 600);
  assert.equal(scroller.visible().to, 1_000);
  scroller.setEdges(0, 0);
  assert.equal(scroller.visible().to, 1_000);
});

test('a fold shows only what its members have in common', () => {
  const one = activity('1', 'command', 0n, { comm: 'Foo', cmdline: 'Foo -v', pid: 7, ppid: 3, uid: 0 });
  const fold = { key: 'k', count: 9, firstNs: 0n, lastNs: 5n, part: 'head', unfolded: false } as const;
  const names = (line: RowLine, columns: readonly string[] | null = null): readonly string[] =>
    lineValues(line, columns).map(({ attribute }) => attribute);
  assert.deepEqual(names({ activity: one, fold }), ['comm', 'cmdline', 'uid']);
  assert.deepEqual(names({ activity: one, fold: { ...fold, part: 'member' } }), [
    'comm',
    'cmdline',
    'uid',
    'pid',
    'ppid',
  ]);
  assert.deepEqual(names({ activity: one, fold: { ...fold, count: 1 } }), ['comm', 'cmdline', 'uid', 'pid', 'ppid']);
  assert.deepEqual(names({ activity: one, fold }, ['pid', 'uid', 'exitCode']), ['uid']);
  assert.equal(mayDiffer({ activity: one, fold }, 'pid'), true);
  assert.equal(mayDiffer({ activity: one, fold: null }, 'pid'), false);
});

test('columns move to where they are put, and the last one takes what is left', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 'a', 2), ['b', 'c', 'a']);
  assert.deepEqual(moved(['a', 'b', 'c'], 'c', 0), ['c', 'a', 'b']);
  assert.deepEqual(moved(['a', 'b', 'c'], 'b', 9), ['a', 'c', 'b']);
  assert.equal(
    columnTracks(['a', 'b'], (attribute) => (attribute === 'a' ? 100 : 50)),
    '100px minmax(50px, 1fr)',
  );
});

test('opened folds are the same list until one opens or closes', () => {
  const folds = new OpenFolds();
  folds.open('a');
  const before = folds.keys;
  folds.open('a');
  folds.close('b');
  assert.equal(folds.keys, before);
  folds.close('a');
  assert.deepEqual(folds.keys, []);
});

test('a row shows the values of its data source in their order', () => {
  const command = activity('1', 'command', 0n, { pid: 7, comm: 'curl', cmdline: 'curl x', shell: 'no' });
  assert.deepEqual(
    rowValues(command).map(({ attribute }) => attribute),
    ['comm', 'cmdline', 'pid'],
  );
  assert.equal(rowValues(command)[0]?.emphasised, true);
});

test('address and port are joined, IPv6 in brackets, an arrow between the two ends', () => {
  const connection = activity('1', 'connection', 0n, {
    clientIp: '2001:db8::1',
    clientPort: 40_000,
    serverIp: '10.0.0.1',
    serverPort: 443,
  });
  assert.deepEqual(
    rowValues(connection).map(({ value, joint, bracketed }) => `${joint}${bracketed ? `[${value}]` : value}`),
    ['[2001:db8::1]', ':40000', '→10.0.0.1', ':443'],
  );
});

test('an activity with nothing that was foreseen shows what it has, by name', () => {
  const odd = activity('1', 'command', 0n, { rule: 'Terminal shell in container', priority: 'Notice' });
  assert.deepEqual(
    rowValues(odd).map(({ attribute, named }) => [attribute, named]),
    [
      ['rule', true],
      ['priority', true],
    ],
  );
});
