import type { StorybookConfig } from '@storybook/web-components-vite';

/**
 * Vite knows a worker only where `new Worker()` and its address stand together; the engine's address also goes through a Trusted Types policy.
 * There it is given the worker's file as Vite builds it.
 */
const workerBuilt = {
  name: 'worker-built',
  enforce: 'pre' as const,
  transform(code: string, id: string): { code: string; map: null } | null {
    if (!id.split('?')[0]?.endsWith('src/client/worker-place.ts')) return null;
    const address = "const place = new URL('../../workers/api/engine.worker.ts', import.meta.url);";
    if (!code.includes(address)) throw new Error('The address of the worker is no longer where Storybook expects it.');
    return {
      code: `import workerFile from '../../workers/api/engine.worker.ts?worker&url';\n${code.replace(
        address,
        'const place = new URL(workerFile, import.meta.url);',
      )}`,
      map: null,
    };
  },
};

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../docs/*.mdx', '../*.stories.ts'],
  staticDirs: [{ from: '../pictures', to: '/stories/pictures' }],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  docs: { defaultName: 'About' },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  viteFinal: (vite) => ({ ...vite, plugins: [...(vite.plugins ?? []), workerBuilt] }),
};
export default config;
