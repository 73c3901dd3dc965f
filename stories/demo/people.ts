import type { KubeUser } from './recorder.js';

const kubectl = (version: string, platform: string, commit: string): string =>
  `kubectl/${version} (${platform}) kubernetes/${commit}`;

const person = (username: string, team: string, address: string, userAgent: string): KubeUser => ({
  username,
  groups: [`team:${team}`, 'system:authenticated'],
  address,
  userAgent,
});

/** Who has access to the demo cluster. */
export const alice = person('alice', 'platform', '10.20.14.17', kubectl('v1.33.1', 'darwin/arm64', '1a0d4c7'));
export const bob = person('bob', 'crm', '10.20.14.31', kubectl('v1.32.4', 'linux/amd64', '59f0b6e'));
export const carol = person('carol', 'crm', '10.20.15.8', kubectl('v1.33.1', 'linux/amd64', '1a0d4c7'));
export const dave = person('dave', 'crm', '10.20.15.44', kubectl('v1.31.0', 'windows/amd64', '9edcffc'));
export const eve = person('eve', 'interns', '10.20.16.90', kubectl('v1.33.1', 'darwin/amd64', '1a0d4c7'));
export const johndoe = person('johndoe', 'shop', '10.20.14.52', kubectl('v1.30.9', 'linux/amd64', '2c7f01b'));

/** A robot whose token is used from an address where no robot lives. */
export const deployer: KubeUser = {
  username: 'system:serviceaccount:build:ci-deployer',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:build', 'system:authenticated'],
  address: '203.0.113.66',
  userAgent: 'curl/8.5.0',
};
