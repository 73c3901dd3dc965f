import { hydrateRoot } from 'react-dom/client';
import 'activity-audit-elements/components/activity-audit/define.js';
import { RenderedPage } from './rendered-page.js';
import './page.css';

const root = document.querySelector('#root');
if (root) hydrateRoot(root, <RenderedPage />);
