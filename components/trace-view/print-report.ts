import { composeReport } from '../../src/report/compose-report.js';
import { elementTree, type ReportElement } from '../../src/report/report-elements.js';
import type { ReportWords } from '../../src/report/report-labels.js';
import { reportStyles } from '../../src/report/report-styles.js';
import type { TraceReport } from '../../src/report/trace-report.js';

/**
 * A report as a page of its own in a frame nobody sees. It is built element by element and styled by a constructed sheet: a strict policy
 * blocks style elements and written markup there as well as on the page itself.
 */
export function openReportFrame(
  host: Document,
  report: TraceReport,
  words: ReportWords,
  language: string,
): HTMLIFrameElement {
  const frame = host.createElement('iframe');
  frame.title = words.labels.title;
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  for (const [name, value] of [
    ['position', 'fixed'],
    ['inset-inline-start', '-10000px'],
    ['width', '1200px'],
    ['height', '800px'],
    ['border', '0'],
    ['visibility', 'hidden'],
  ] as const)
    frame.style.setProperty(name, value);
  host.body.append(frame);
  const page = frame.contentDocument;
  const view = frame.contentWindow as (Window & { readonly CSSStyleSheet: typeof CSSStyleSheet }) | null;
  if (!page || !view) {
    frame.remove();
    throw new DOMException('This page may not open a frame to print from.', 'NotAllowedError');
  }
  const document = composeReport(report, words);
  page.title = document.title;
  page.documentElement.lang = language;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(reportStyles);
  page.adoptedStyleSheets = [sheet];
  page.body.append(...elementTree(document).map((node) => build(page, node)));
  return frame;
}

function build(page: Document, node: ReportElement | string): Node {
  if (typeof node === 'string') return page.createTextNode(node);
  const element = page.createElement(node.tag);
  for (const [name, value] of Object.entries(node.attributes ?? {})) element.setAttribute(name, value);
  element.append(...node.children.map((child) => build(page, child)));
  return element;
}

/** Opens the print dialogue of the browser; the frame is gone when that is closed. */
export function printReport(host: Document, report: TraceReport, words: ReportWords, language: string): void {
  const frame = openReportFrame(host, report, words, language);
  const view = frame.contentWindow;
  if (!view) return frame.remove();
  view.addEventListener('afterprint', () => frame.remove(), { once: true });
  view.focus();
  view.print();
}
