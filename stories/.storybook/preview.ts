import type { Preview } from '@storybook/web-components-vite';
import '../../components/define.js';
import { inLanguage, languageToolbar } from './language.js';

const preview: Preview = {
  decorators: [inLanguage],
  globalTypes: { ...languageToolbar },
  initialGlobals: { language: 'en' },
  parameters: { a11y: { test: 'error' }, layout: 'fullscreen' },
};
export default preview;
