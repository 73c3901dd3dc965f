import { WireFormat } from '../../src/model/reading.js';
import { msg } from './localise.js';

/** A wire format as people call it. */
export function formatLabel(format: WireFormat): string {
  switch (format) {
    case WireFormat.open:
      return msg('the open protocol');
    case WireFormat.kubernetesAudit:
      return msg('Kubernetes audit log');
    case WireFormat.auditd:
      return msg('Linux audit log');
    case WireFormat.ecs:
      return msg('Elastic Common Schema');
    case WireFormat.falco:
      return 'Falco';
    case WireFormat.tetragon:
      return 'Tetragon';
    case WireFormat.tracee:
      return 'Tracee';
    case WireFormat.sysdig:
      return 'Sysdig';
    case WireFormat.zeek:
      return 'Zeek';
    case WireFormat.osquery:
      return 'osquery';
    case WireFormat.cowrie:
      return 'Cowrie';
    case WireFormat.kubearmor:
      return 'KubeArmor';
    default:
      return format satisfies never;
  }
}
