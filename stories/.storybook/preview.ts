import { setCustomElementsManifest, type Decorator, type Preview } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../components/define.js';
import ElementPage from './element-page.mdx';
import { inLanguage, languageToolbar } from './language.js';
import { toolbarMenu } from './toolbar-menu.js';

/** Made by the build; without it, the docs pages lack their tables and nothing else. */
const manifests = import.meta.glob<unknown>('../../dist/custom-elements.json', { eager: true, import: 'default' });
for (const manifest of Object.values(manifests)) setCustomElementsManifest(manifest);

const widths = { '320': '320 px', '375': '375 px', '768': '768 px', '1100': '1100 px', '1440': '1440 px' };

/** What the tool bar sets, on the page itself, as a host would: a change of it does not begin the story anew. */
const asHost: Decorator = (story, { globals }) => {
  const { theme, direction, density, width } = globals as Readonly<Record<string, string>>;
  const page = document.documentElement;
  page.style.colorScheme = theme === 'system' ? 'light dark' : (theme ?? 'light');
  page.style.background = 'Canvas';
  page.dir = direction ?? 'ltr';
  page.dataset['density'] = density ?? 'normal';
  return html`<div class="story-width" .style=${width && width in widths ? `max-width:${width}px` : ''}>
    ${story()}
  </div>`;
};

const preview: Preview = {
  tags: ['autodocs'],
  decorators: [asHost, inLanguage],
  initialGlobals: { theme: 'light', direction: 'ltr', density: 'normal', width: 'full', rows: 'all', language: 'en' },
  globalTypes: {
    ...languageToolbar,
    theme: toolbarMenu('Theme', 'Colours of the page', 'mirror', {
      light: 'Light',
      dark: 'Dark',
      system: 'As the system',
    }),
    direction: toolbarMenu('Direction', 'Direction of text', 'transfer', {
      ltr: 'Left to right',
      rtl: 'Right to left',
    }),
    density: toolbarMenu('Density', 'Heights of rows', 'menu', {
      compact: 'Compact',
      normal: 'Normal',
      comfortable: 'Comfortable',
    }),
    width: toolbarMenu('Width', 'Width of the page', 'grow', { ...widths, full: 'Full width' }),
    rows: toolbarMenu('Rows', 'How much the large stories hold; the checks ask for few', 'database', {
      all: 'All rows',
      few: 'Few rows',
    }),
  },
  parameters: {
    layout: 'fullscreen',
    a11y: {
      test: 'error',
      options: {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        rules: { 'target-size': { enabled: true } },
      },
    },
    docs: { page: ElementPage },
    options: {
      storySort: { order: ['Docs', 'The whole view', 'Investigations', 'Scale', 'Hosts', 'Elements'] },
    },
  },
  // What an element has and a story does not set is told, and cannot be set.
  argTypesEnhancers: [
    ({ argTypes, initialArgs }) =>
      Object.fromEntries(
        Object.entries(argTypes).map(([name, type]) => [
          name,
          name in initialArgs ? type : { ...type, control: false },
        ]),
      ),
  ],
};
export default preview;
