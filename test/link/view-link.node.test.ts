import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LinkLoss, decodeView, encodeView, linkOfView } from '../../src/link/view-link.js';
import { fromBase62, toBase62 } from '../../src/link/base62.js';
import { ByteWriter } from '../../src/link/byte-writer.js';
import { linkIn, linkToView, setLink, viewOfEvent } from '../../src/link/event-view.js';
import { activityTypes } from '../../src/model/activity.js';
import { FoldMode } from '../../src/model/query.js';
import { allTime } from '../../src/model/time-range.js';
import { initialViewState, type TimeWindow, type ViewState } from '../../src/model/view-state.js';

/** Objects as code makes them, with the usual prototype. */
const plainRecord = <Value>(model: { [Key in keyof Value]: fc.Arbitrary<Value[Key]> }): fc.Arbitrary<Value> =>
  fc.record<Value>(model, { noNullPrototype: true });

/** Also before 1970: all of the time there is. */
const ns = fc.bigInt({ min: allTime.fromNs, max: 2n ** 62n });
const timeWindow: fc.Arbitrary<TimeWindow> = fc.oneof(
  fc.constant({ kind: 'whole' } as const),
  plainRecord({ kind: fc.constant('relative' as const), lengthMs: fc.integer({ min: 1, max: 2 ** 40 }) }),
  plainRecord({
    kind: fc.constant('relative' as const),
    lengthMs: fc.integer({ min: 1, max: 2 ** 40 }),
    endNs: fc.oneof(
      ns,
      ns.map((value) => (value / 1_000_000n) * 1_000_000n),
    ),
  }),
  fc.tuple(ns, fc.bigInt({ min: 1n, max: 2n ** 55n })).map(([fromNs, length]) => ({
    kind: 'absolute' as const,
    range: { fromNs, toNs: fromNs + length },
  })),
);
const anyText = fc.string({ unit: 'grapheme' });
const attribute = fc.oneof(fc.constantFrom('kubernetes.pod.name', 'comm', 'command', 'containerId'), anyText);
const types = fc.subarray([...activityTypes]);
const scope = fc.array(plainRecord({ attribute, value: fc.option(anyText) }), { maxLength: 8 });
const id = fc.oneof(
  fc.uuid(),
  fc.uuid().map((text) => text.replaceAll('-', '')),
  fc.string({ minLength: 1 }),
);
const fold = fc.constantFrom(...Object.values(FoldMode));
const filterText = fc.oneof(
  anyText,
  fc.constantFrom('comm = "ab" and kubernetes.namespace.name != "kube-system"', 'cmdline contains "curl"'),
);
const view: fc.Arbitrary<ViewState> = plainRecord({
  filterText,
  window: timeWindow,
  live: fc.boolean(),
  types,
  scope,
  grouping: fc.array(attribute, { maxLength: 8 }),
  selectedId: fc.option(id),
  traceId: fc.option(id),
  timeZone: fc.constantFrom('local', 'UTC', 'Asia/Tokyo', 'America/St_Johns'),
  fold,
  columns: fc.option(fc.array(attribute, { maxLength: 20 })),
  setAside: fc.option(
    plainRecord({ activityId: id, filterText, window: timeWindow, live: fc.boolean(), types, scope, fold }),
  ),
});

describe('a view as a link', () => {
  it('is letters and digits alone, and gives back the same view', () => {
    fc.assert(
      fc.property(view, (given) => {
        const link = encodeView(given);
        assert.match(link, /^1[0-9A-Za-z]*$/);
        assert.deepEqual(decodeView(link), { view: given, dropped: [] });
      }),
      { numRuns: 1_000 },
    );
  });

  it('of a part of a view gives back that part and leaves the rest alone', () => {
    fc.assert(
      fc.property(view, fc.subarray(Object.keys(initialViewState) as (keyof ViewState)[]), (given, kept) => {
        const part = Object.fromEntries(kept.map((key) => [key, given[key]])) as Partial<ViewState>;
        assert.deepEqual(decodeView(encodeView(part)), { view: part, dropped: [] });
      }),
    );
  });

  it('has windows before 1970 as they are, and none that ends before it begins', () => {
    const window = { kind: 'absolute', range: { fromNs: -(5n * 10n ** 18n), toNs: 10n ** 18n } } as const;
    assert.deepEqual(decodeView(encodeView({ window })), { view: { window }, dropped: [] });
    const turned = { kind: 'absolute', range: { fromNs: window.range.toNs, toNs: window.range.fromNs } } as const;
    assert.deepEqual(decodeView(encodeView({ window: turned })), {
      view: {},
      dropped: [{ loss: LinkLoss.unreadablePart, part: 'window' }],
    });
  });

  it('is short: the initial view takes 10 characters, an incident with scope, window, filter and row less than 200', () => {
    assert.ok(encodeView(initialViewState).length <= 10, encodeView(initialViewState));
    const incident = encodeView(
      viewOfEvent({
        timeNs: 1_772_640_002_340_907_311n,
        scope: { cluster: 'harbour', namespace: 'shop', deployment: 'catalog', pod: 'catalog-7d4b9c5f6-x2x9k' },
        containerId: '9ff25295cc1f',
        filterText: 'comm = "ab" and serverPort = 8080',
        activityId: '1899aeb01eba3fe0aa31f5e2d7c44b05',
      }),
    );
    assert.ok(incident.length < 200, String(incident.length));
  });

  it('that lost its end gives what stood before, and says that it is damaged', () => {
    fc.assert(
      fc.property(view, fc.nat(), (given, cut) => {
        const link = encodeView(given);
        const { view: read, dropped } = decodeView(link.slice(0, cut % link.length));
        assert.ok(dropped.length > 0);
        for (const { loss } of dropped) assert.ok(Object.values(LinkLoss).includes(loss));
        assert.ok(typeof read === 'object');
      }),
    );
    const link = encodeView({ filterText: 'comm = "ab"', scope: [{ attribute: 'comm', value: 'x'.repeat(80) }] });
    const cut = decodeView(link.slice(0, -40));
    assert.equal(cut.view.filterText, 'comm = "ab"');
    assert.equal(cut.view.scope, undefined);
    assert.ok(cut.dropped.some(({ loss }) => loss === LinkLoss.damaged));
  });

  it('with a changed character is never taken for a sound one', () => {
    let missed = 0;
    let tried = 0;
    fc.assert(
      fc.property(view, fc.nat(), fc.constantFrom(...'0Aaz9'), (given, at, put) => {
        const link = encodeView(given);
        const place = 1 + (at % (link.length - 1));
        const changed = link.slice(0, place) + put + link.slice(place + 1);
        if (changed === link) return;
        tried += 1;
        if (decodeView(changed).dropped.length === 0) missed += 1;
      }),
      { numRuns: 500 },
    );
    assert.ok(tried > 100);
    assert.ok(missed <= tried / 50, `${missed} of ${tried}`);
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => void decodeView(text)));
    fc.assert(fc.property(fc.stringMatching(/^1[0-9A-Za-z]{0,200}$/), (text) => void decodeView(text)));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => void decodeView(`1${toBase62(bytes)}`)),
      { numRuns: 2_000 },
    );
    assert.deepEqual(decodeView('<script>').dropped, [{ loss: LinkLoss.notALink }]);
    assert.deepEqual(decodeView('').dropped, [{ loss: LinkLoss.notALink }]);
  });

  it('of a later version, or with a part of one, is understood as far as it can be', () => {
    assert.deepEqual(decodeView('2abc').dropped, [{ loss: LinkLoss.laterVersion }]);
    const content = new ByteWriter().count(1).count(3).text('ab').count(99).count(1).byte(7).bytes;
    const [one, other] = content.reduce(([a, b], byte) => [(a + byte) % 251, (b + a + byte) % 251], [1, 0] as [
      number,
      number,
    ]);
    const read = decodeView(`1${toBase62(Uint8Array.of(one, other, ...content))}`);
    assert.deepEqual(read, { view: { filterText: 'ab' }, dropped: [{ loss: LinkLoss.unknownPart }] });
  });

  it('keeps bytes of any number', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.deepEqual(fromBase62(toBase62(bytes)), { bytes, complete: true });
      }),
    );
  });
});

describe('a link in an address', () => {
  const event = { timeNs: 1_772_640_002_340_907_311n, scope: { namespace: 'shop', pod: null }, containerId: '9ff2' };

  it('is put after #, beside what stands there, and found again', () => {
    const href = linkToView('https://portal.example/audit?team=a#tab=2', viewOfEvent(event));
    assert.match(href, /^https:\/\/portal\.example\/audit\?team=a#tab=2&audit=1[0-9A-Za-z]+$/);
    assert.deepEqual(decodeView(linkIn(new URL(href)) ?? '').view, viewOfEvent(event));
  });

  it('goes into the query where the page wants that', () => {
    const href = linkToView('https://portal.example/audit?team=a#top', viewOfEvent(event), '?view');
    assert.match(href, /^https:\/\/portal\.example\/audit\?team=a&view=1[0-9A-Za-z]+#top$/);
    const url = new URL(href);
    setLink(url, '?view', null);
    assert.equal(url.href, 'https://portal.example/audit?team=a#top');
  });

  it('names attributes as the catalogue does, and time and container of the event', () => {
    assert.deepEqual(viewOfEvent({ ...event, aroundMs: 1_000 }), {
      filterText: '',
      window: { kind: 'absolute', range: { fromNs: 1_772_640_001_340_907_311n, toNs: 1_772_640_003_340_907_311n } },
      live: false,
      scope: [
        { attribute: 'kubernetes.namespace.name', value: 'shop' },
        { attribute: 'kubernetes.pod.name', value: null },
        { attribute: 'containerId', value: '9ff2' },
      ],
      selectedId: null,
      traceId: null,
      setAside: null,
    });
  });

  it('survives a Markdown renderer and a ticket system that looks for marks and for the end of an address', () => {
    fc.assert(
      fc.property(view, (given) => {
        const href = linkToView('https://portal.example/audit', given);
        // What GitHub's autolinks cut from the end, what Jira's markup takes for marks, and where either ends an address.
        assert.match(href, /[0-9A-Za-z]$/);
        assert.doesNotMatch(href.slice('https://portal.example/audit#audit='.length), /[^0-9A-Za-z]/);
        const found = /https?:\/\/[^\s<>"'|\]})*_~]+/.exec(`(see ${href}, please)`)?.[0]?.replace(/[?!.,:;]+$/, '');
        assert.equal(found, href);
      }),
    );
  });
});

describe('a view that is too long for a link', () => {
  const hashes = (count: number): string =>
    `sha256 in (${Array.from({ length: count }, (_, at) => at.toString(16).padStart(64, 'ab')).join(', ')})`;

  it('makes none, and the longest part is named: no link opens as something else', () => {
    for (const count of [1, 200, 225, 230, 2_000, 20_000]) {
      const view: ViewState = { ...initialViewState, filterText: hashes(count) };
      const { link, dropped } = linkOfView(view);
      if (link === null) {
        assert.ok(count > 200);
        assert.deepEqual(dropped, [{ loss: LinkLoss.tooLong, part: 'filterText' }]);
        assert.throws(() => encodeView(view), { name: 'AuditError', message: /too long for a link/ });
      } else {
        assert.ok(count < 2_000);
        assert.deepEqual(decodeView(link), { view, dropped: [] });
      }
    }
  });

  it('may have more columns and steps than anybody chooses, and what no reader takes is not written', () => {
    const names = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `a${at}`);
    const columns = names(500);
    const scope = names(500).map((attribute) => ({ attribute, value: null }));
    assert.deepEqual(decodeView(encodeView({ columns, scope })), { view: { columns, scope }, dropped: [] });
    for (const [part, view] of [
      ['columns', { columns: names(1_001) }],
      ['grouping', { grouping: names(9) }],
      ['scope', { scope: names(1_001).map((attribute) => ({ attribute, value: null })) }],
    ] as const)
      assert.deepEqual(linkOfView(view), { link: null, dropped: [{ loss: LinkLoss.tooLong, part }] });
  });

  it('is said to be too long where an address holds it all the same', () => {
    assert.deepEqual(decodeView(`1${'a'.repeat(30_000)}`), { view: {}, dropped: [{ loss: LinkLoss.tooLong }] });
  });
});
