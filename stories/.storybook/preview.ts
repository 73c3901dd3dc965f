import type { Preview } from '@storybook/web-components-vite';
import '../../components/define.js';

const preview: Preview = {
  parameters: { a11y: { test: 'error' }, layout: 'fullscreen' },
};
export default preview;
