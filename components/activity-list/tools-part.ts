import type { Part } from '../internal/part.js';
import type * as tools from './list-tools.js';

export type ListTools = Part<typeof tools>;
