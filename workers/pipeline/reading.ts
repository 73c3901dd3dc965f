/** What fetches from a backend and keeps up with it. It comes with every backend that is read: a host that pushes needs none of it. */
export { Follower } from './follower.js';
export { Loader } from './loader.js';
export { hasRoom } from './room.js';
