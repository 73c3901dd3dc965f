import { composeReport } from './compose-report.js';
import { elementTree, type ReportElement } from './report-elements.js';
import { englishReportWords, type ReportWords } from './report-labels.js';
import { reportStyles } from './report-styles.js';
import type { TraceReport } from './trace-report.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** One file without scripts and without anything from elsewhere, for reading and for paper. */
export function reportHtml(report: TraceReport, words: ReportWords = englishReportWords, language = 'en'): string {
  const document = composeReport(report, words);
  return [
    '<!doctype html>',
    `<html lang="${escapeHtml(language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeHtml(document.title)}</title>`,
    `<style>${reportStyles}</style>`,
    '</head>',
    `<body>${elementTree(document).map(write).join('')}</body>`,
    '</html>',
    '',
  ].join('\n');
}

function write(node: ReportElement | string): string {
  if (typeof node === 'string') return escapeHtml(node);
  const attributes = Object.entries(node.attributes ?? {}).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
  return `<${node.tag}${attributes.join('')}>${node.children.map(write).join('')}</${node.tag}>`;
}
