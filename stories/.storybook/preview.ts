import { setCustomElementsManifest, type Decorator, type Preview } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../components/define.js';
import ElementPage from './element-page.mdx';
import { inLanguage, languageToolbar } from './language.js';

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
    theme: {
      description: 'Colours of the page',
      toolbar: {
        title: 'Theme',
        icon: 'mirror',
        dynamicTitle: true,
        items: [
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
          { value: 'system', title: 'As the system' },
        ],
      },
    },
    direction: {
      description: 'Direction of text',
      toolbar: {
        title: 'Direction',
        icon: 'transfer',
        dynamicTitle: true,
        items: [
          { value: 'ltr', title: 'Left to right' },
          { value: 'rtl', title: 'Right to left' },
        ],
      },
    },
    density: {
      description: 'Heights of rows',
      toolbar: {
        title: 'Density',
        icon: 'menu',
        dynamicTitle: true,
        items: [
          { value: 'compact', title: 'Compact' },
          { value: 'normal', title: 'Normal' },
          { value: 'comfortable', title: 'Comfortable' },
        ],
      },
    },
    width: {
      description: 'Width of the page',
      toolbar: {
        title: 'Width',
        icon: 'grow',
        dynamicTitle: true,
        items: [
          { value: 'full', title: 'Full width' },
          ...Object.entries(widths).map(([value, title]) => ({ value, title })),
        ],
      },
    },
    rows: {
      description: 'How much the large stories hold; the checks ask for few',
      toolbar: {
        title: 'Rows',
        icon: 'database',
        dynamicTitle: true,
        items: [
          { value: 'all', title: 'All rows' },
          { value: 'few', title: 'Few rows' },
        ],
      },
    },
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
