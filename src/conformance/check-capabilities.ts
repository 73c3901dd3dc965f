import { canonicalJson } from './exact-json.js';
import { unless, type Points } from './points.js';
import type { ProtocolDocument } from './protocol-document.js';
import type { ServerUnderTest } from './server-under-test.js';
import { capabilitiesOf, publishedCapabilities, type Capabilities } from './subject.js';

const section = 'GET /capabilities';

/** What the server says of itself; everything else depends on it. */
export async function checkCapabilities(
  server: ServerUnderTest,
  document: ProtocolDocument,
  points: Points,
): Promise<Capabilities> {
  const answer = await server.get('/capabilities');
  const { status, contentType, body } = answer;
  if (status === 404) {
    points.untested(section, 'says what the server can do', '404: it is taken for a server of the published API');
    return publishedCapabilities;
  }
  points.expect(section, 'answers as the file says', [
    ...document.differences('/capabilities', status, contentType, body),
    ...unless(status === 200, `it answers ${status}`),
  ]);
  const again = await server.get('/capabilities');
  points.expect(
    section,
    'answers the same each time',
    unless(canonicalJson(again.body) === canonicalJson(body), 'two answers in a row differ'),
  );
  return capabilitiesOf(body);
}
