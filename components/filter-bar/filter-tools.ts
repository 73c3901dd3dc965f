/** What the filter bar needs once somebody types or opens a menu: the part that is loaded on the first sign of interest. */
import { savedStyles } from './saved-styles.js';

export { applySuggestion, suggest } from '../../src/model/filter/suggest.js';
export { localFilterStorage } from './local-filter-storage.js';
export { SavedFiltersController } from './saved-filters-controller.js';
export { savedFiltersTemplate } from './saved-filters-template.js';
export { suggestionsTemplate } from './suggestions-template.js';

export const styles = [savedStyles];
