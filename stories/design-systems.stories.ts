import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { expect } from 'storybook/test';
import primerSizes from '@primer/primitives/dist/css/base/size/size.css?inline';
import primerType from '@primer/primitives/dist/css/base/typography/typography.css?inline';
import primerRadius from '@primer/primitives/dist/css/functional/size/radius.css?inline';
import primerStacks from '@primer/primitives/dist/css/functional/typography/typography.css?inline';
import primerDark from '@primer/primitives/dist/css/functional/themes/dark.css?inline';
import primerLight from '@primer/primitives/dist/css/functional/themes/light.css?inline';
import bootstrapText from 'bootstrap/dist/css/bootstrap.min.css?inline';
import '../components/activity-audit/define.js';
import bootstrapMapping from '../components/themes/bootstrap.css?inline';
import materialMapping from '../components/themes/material.css?inline';
import primerMapping from '../components/themes/primer.css?inline';
import { clusterActivities } from './fixtures/activities.js';
import materialText from './fixtures/material-baseline.css?inline';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

/**
 * In the looks of the design system of a page: its own style sheet, as published, and one file of ours that hands its variables on. The tool
 * bar's theme is the system's own switch.
 */
const meta: Meta = {
  title: 'Hosts/Design systems',
  component: 'activity-audit',
  loaders: [
    async (context) => {
      const loaded = await storeLoader(() => clusterActivities())(context);
      const { rows } = await loaded.store.ask({ rows: { offset: 3, limit: 1 } });
      loaded.store.select(rows?.activities[0] ?? null);
      return loaded;
    },
  ],
  render: (_, { loaded, globals }): TemplateResult => {
    const theme = globals['theme'] === 'dark' ? 'dark' : 'light';
    const page = document.documentElement;
    page.dataset['bsTheme'] = theme;
    page.dataset['colorMode'] = theme;
    page.dataset['lightTheme'] = 'light';
    page.dataset['darkTheme'] = 'dark';
    return html`<div .style=${'height:100vh'}>
      <activity-audit .store=${(loaded as StoreLoaded).store}></activity-audit>
    </div>`;
  },
};
export default meta;

/** A page that has these style sheets, for as long as the story is shown. */
const pageWith =
  (...texts: readonly string[]) =>
  (): (() => void) => {
    const sheets = texts.map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    document.adoptedStyleSheets.push(...sheets);
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
      for (const name of ['bsTheme', 'colorMode', 'lightTheme', 'darkTheme'])
        delete document.documentElement.dataset[name];
    };
  };

/** The ground of the view is the design system's: both were found, under the names that the mapping uses. */
const takes =
  (variable: string) =>
  async ({ canvasElement }: { readonly canvasElement: HTMLElement }): Promise<void> => {
    const view = canvasElement.querySelector('activity-audit');
    if (!view) throw new Error('no view');
    const probe = document.createElement('i');
    probe.style.backgroundColor = `var(${variable})`;
    canvasElement.append(probe);
    const wanted = getComputedStyle(probe).backgroundColor;
    probe.remove();
    await expect(wanted).not.toBe('rgba(0, 0, 0, 0)');
    await expect(getComputedStyle(view).backgroundColor).toBe(wanted);
  };

export const Primer: StoryObj = {
  beforeEach: pageWith(primerSizes, primerType, primerRadius, primerStacks, primerLight, primerDark, primerMapping),
  play: takes('--bgColor-default'),
};

export const Material3: StoryObj = {
  beforeEach: pageWith(materialText, materialMapping),
  play: takes('--md-sys-color-surface'),
};

export const Bootstrap: StoryObj = {
  beforeEach: pageWith(bootstrapText, bootstrapMapping),
  play: takes('--bs-body-bg'),
};
