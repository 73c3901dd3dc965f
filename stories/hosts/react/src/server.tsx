import { renderToString } from 'react-dom/server';
import { RenderedPage } from './rendered-page.js';

export const render = (): string => renderToString(<RenderedPage />);
