/** Links to a view, for whoever makes them: a portal's page, an alert, a server. Nothing else is loaded with it. */
export {
  encodeView,
  decodeView,
  LinkLoss,
  type DroppedFromLink,
  type LinkedView,
  type ViewPart,
} from './link/view-link.js';
export { linkIn, linkKey, linkToView, setLink, viewOfEvent, type EventToView } from './link/event-view.js';
