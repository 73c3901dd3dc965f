import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.includes('-') } } })],
  // Lets the worker load its parts when they are needed; without it they are all in one file.
  worker: { format: 'es' },
});
