/** What an element names of an export before there is one: the rest is loaded with the first. */
export { ExportFormat, type RawEvent } from '../protocol/engine-api.js';
