import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import '../components/activity-audit/define.js';
import { shows } from './fixtures/deep.js';

/**
 * Drop a log here, or open it with the button: Kubernetes audit, Falco, Tetragon, Tracee, Sysdig events, auditd, Zeek, osquery, Elastic Common
 * Schema, the open protocol and others, plain or gzip. It is read in this page and goes nowhere: there is no server behind it, not even for this
 * page. The view has no source of its own, and says so until there is a file.
 */
const meta: Meta = {
  title: 'The whole view/Your own log',
  component: 'activity-audit',
  render: (): TemplateResult =>
    html`<div .style=${'display:grid;grid-template-rows:auto minmax(0,1fr);height:100vh;color:CanvasText'}>
      <p .style=${'margin:0;padding:12px;font:14px system-ui,sans-serif'}>
        Drop a log file anywhere below: Kubernetes audit, Falco, Tetragon, Tracee, Sysdig, auditd, Zeek, osquery,
        Elastic Common Schema and others, plain or gzip. It is read in this browser and goes nowhere.
      </p>
      <activity-audit></activity-audit>
    </div>`,
};
export default meta;

export const DropYourOwn: StoryObj = {};

const falcoLine = (second: string, output: string, cmdline: string): string =>
  `{"output":"${output}","priority":"Notice","rule":"Terminal shell in container","source":"syscall","time":"2026-11-23T20:30:${second}.000000000Z","output_fields":{"container.id":"4f1a99c2d3e0","evt.time":17954658${second}000000000,"k8s.ns.name":"shop","k8s.pod.name":"checkout-6c9f7d5b8-x2kqp","proc.cmdline":"${cmdline}","proc.name":"sh","user.name":"root"}}\n`;

/** What happens then, with two lines of Falco that stand in for a file. */
export const AfterADrop: StoryObj = {
  play: async ({ canvasElement }) => {
    const view = canvasElement.querySelector('activity-audit');
    if (!view) throw new Error('no view');
    const lines = falcoLine('01', 'A shell was spawned', 'sh -i') + falcoLine('04', 'A shell was spawned', 'sh -c id');
    const files = new DataTransfer();
    files.items.add(new File([lines], 'falco.ndjson'));
    view.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true, composed: true }));
    await shows(canvasElement, 'activity-audit', /falco\.ndjson/);
    await waitFor(() => expect(view.activeStore?.status?.activities).toBe(2), { timeout: 10_000 });
    await shows(canvasElement, 'activity-list', /sh -c id/);
  },
};
