import { ActivityType } from '../../src/model/activity.js';
import { catalogue, findAttribute, type AttributeDefinition, type Section } from '../../src/model/catalogue.js';
import { knownMessage, msg } from './localise.js';

/** What people call an attribute; an unknown one keeps its own name. */
export function attributeLabel(name: string): string {
  const known = findAttribute(name);
  return known ? knownMessage(known.label) : name;
}

/** Known attributes whose label in the language spoken holds what was typed; English labels and names are found by `attributeCandidates`. */
export function attributesLabelled(typed: string): readonly AttributeDefinition[] {
  const wanted = typed.trim().toLowerCase();
  return wanted === '' ? [] : catalogue.filter(({ label }) => knownMessage(label).toLowerCase().includes(wanted));
}

/** Before a value in a row, where the value alone would say nothing: `pid 4711`. Empty where the value speaks for itself. */
export function shortLabel(name: string): string {
  switch (name) {
    case 'uid':
    case 'pid':
    case 'ppid':
    case 'cwd':
      return name;
    case 'loginShellId':
      return msg('shell');
    default:
      return '';
  }
}

export function sectionLabel(section: Section): string {
  switch (section) {
    case 'activity':
      return msg('Event');
    case 'process':
      return msg('Process');
    case 'connection':
      return msg('Connection');
    case 'file':
      return msg('File');
    case 'request':
      return msg('Kubernetes request');
    case 'user':
      return msg('User');
    case 'session':
      return msg('Session');
    case 'scope':
      return msg('Scope');
    case 'container':
      return msg('Container');
    case 'host':
      return msg('Host');
    case 'other':
      return msg('Other');
  }
}

/** Badge text, as people of the field write it. */
export function typeBadge(type: ActivityType): string {
  switch (type) {
    case ActivityType.command:
      return msg('cmd');
    case ActivityType.connection:
      return msg('net');
    case ActivityType.kubernetes:
      return msg('kube exec');
    case ActivityType.fileaccess:
      return msg('file');
  }
}

/** Name of a data source, for menus and legends. */
export function typeLabel(type: ActivityType): string {
  switch (type) {
    case ActivityType.command:
      return msg('Commands');
    case ActivityType.connection:
      return msg('Connections');
    case ActivityType.kubernetes:
      return msg('Kube exec');
    case ActivityType.fileaccess:
      return msg('Files');
  }
}

/** One activity of a data source, for titles. */
export function activityTitle(type: ActivityType): string {
  switch (type) {
    case ActivityType.command:
      return msg('Command');
    case ActivityType.connection:
      return msg('Connection');
    case ActivityType.kubernetes:
      return msg('Kubernetes request');
    case ActivityType.fileaccess:
      return msg('File access');
  }
}
