// A page without any tool: its own files, and the package's folder for browsers beside them.
import { cpSync } from 'node:fs';

cpSync('public', 'dist', { recursive: true });
cpSync('node_modules/activity-audit-elements/dist/browser', 'dist/assets', { recursive: true });
