import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react()],
  ...(!isSsrBuild && { build: { rollupOptions: { input: ['index.html', 'rendered.html'] } } }),
}));
