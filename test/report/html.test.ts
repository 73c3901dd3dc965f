import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { reportHtml } from '../../src/report/report-html.js';
import { traceReport } from '../../src/report/trace-report.js';
import { visibleParts } from '../../src/report/visible-line.js';
import { context, sampleTrace } from './sample-trace.js';

const parse = (cmdline: string, user = 'johndoe'): Document =>
  new DOMParser().parseFromString(reportHtml(traceReport(sampleTrace(cmdline, user), context)), 'text/html');
const tags = (page: Document): readonly string[] => [...page.querySelectorAll('*')].map((element) => element.localName);
const shown = (text: string): string =>
  visibleParts(text)
    .map((part) => part.text)
    .join('');

/** The cell of the command line that the sample runs. */
const commandText = (page: Document): string =>
  [...page.querySelectorAll('tbody tr')].find((row) => row.textContent.includes('1.250 s'))?.querySelectorAll('td')[2]
    ?.textContent ?? '';

async function hostileLines(): Promise<readonly string[]> {
  const response = await fetch('/shared-data/xss-payloadbox/xss-even-lines.txt');
  return response.ok ? (await response.text()).split('\n').filter((line) => line !== '') : [];
}

describe('the report as HTML', () => {
  it('shows any text as it is, and makes no element of it', () => {
    const calm = tags(parse('calm')).filter((tag) => tag !== 'span');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40, minLength: 1 }), (value) => {
        const page = parse(value, value);
        expect(commandText(page)).to.equal(shown(value));
        expect(tags(page).filter((tag) => tag !== 'span')).to.deep.equal(calm);
      }),
      { numRuns: 150 },
    );
  });

  it('shows script injections as text', async function () {
    const lines = await hostileLines();
    if (lines.length === 0) this.skip();
    const calm = tags(parse('calm')).filter((tag) => tag !== 'span');
    for (const line of lines.slice(0, 600)) {
      const page = parse(line, line);
      expect(commandText(page)).to.equal(shown(line));
      expect(tags(page).filter((tag) => tag !== 'span')).to.deep.equal(calm);
    }
  });

  it('holds no script, no address and no style of an element, and forbids them', () => {
    const page = parse('<script>alert(1)</script>');
    expect(page.querySelector('script, img, a, link, iframe, [style], [href], [src]')).to.equal(null);
    expect(page.querySelector('meta[http-equiv]')?.getAttribute('content')).to.contain("default-src 'none'");
    for (const element of page.body.querySelectorAll('*'))
      for (const name of element.getAttributeNames()) expect(['class', 'scope']).to.include(name);
  });

  it('says first what is not known, and prints on paper', () => {
    const page = parse('calm');
    expect(page.querySelector('h2')?.textContent).to.equal('What is not known');
    expect(page.querySelector('style')?.textContent).to.contain('@media print').and.to.contain('@page');
  });
});
