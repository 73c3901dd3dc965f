import type { Part } from '../internal/part.js';
import type * as tools from './filter-tools.js';

export type FilterTools = Part<typeof tools>;
