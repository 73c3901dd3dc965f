import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cidrContains, compareAddresses, formatAddress, parseAddress, parseCidr } from '../../src/model/ip-address.js';

const canonical = (text: string): string | undefined => {
  const address = parseAddress(text);
  return address && formatAddress(address);
};

describe('An IP address', () => {
  for (const [text, expected] of [
    ['10.0.0.1', '10.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['0.0.0.0', '0.0.0.0'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8::0001', '2001:db8::1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:0a00:0001', '10.0.0.1'],
    ['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ] as const) {
    it(`is read from ${text} and written as ${expected}`, () => assert.equal(canonical(text), expected));
  }

  for (const text of [
    '',
    '1',
    '10.0.0',
    '10.0.0.0.1',
    '256.0.0.1',
    '010.0.0.1',
    '10.0.0.01',
    '0x0a.0.0.1',
    ' 10.0.0.1',
    '10.0.0.1 ',
    '10.0.0.1:80',
    '1.2.3.-4',
    ':',
    ':::',
    '1:::2',
    '::1::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    '12345::',
    'g::',
    'fe80::1%eth0',
    '[::1]',
    '10.0.0.1::',
    '::10.0.0.1:1',
    '::ffff:10.0.0.256',
    '1:',
    ':1',
    '١.0.0.1',
  ]) {
    it(`is not read from “${text}”`, () => assert.equal(parseAddress(text), undefined));
  }

  it('is read exactly where Node reads one, zones aside', () => {
    const pieces = fc.array(fc.constantFrom(':', '::', '.', '0', '1', 'ffff', 'a', '255', '10', '00', '256', 'g'), {
      maxLength: 16,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((parts) => parts.join('')),
          fc.ipV4(),
          fc.ipV6(),
        ),
        (text) => {
          assert.equal(parseAddress(text) !== undefined, isIP(text) !== 0);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('survives being written and read again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseAddress(text);
        assert.ok(address);
        assert.deepEqual(parseAddress(formatAddress(address)), address);
        assert.equal(compareAddresses(address, address), 0);
      }),
    );
  });
});

describe('A CIDR block', () => {
  for (const [block, address, inside] of [
    ['172.20.0.0/16', '172.20.41.2', true],
    ['172.20.0.0/16', '172.21.0.0', false],
    ['172.20.41.2/16', '172.20.0.1', true],
    ['10.0.0.1/32', '10.0.0.1', true],
    ['10.0.0.1/32', '10.0.0.2', false],
    ['10.0.0.0/31', '10.0.0.1', true],
    ['0.0.0.0/0', '255.1.2.3', true],
    ['0.0.0.0/0', '::1', false],
    ['0.0.0.0/0', '::ffff:1.2.3.4', true],
    ['128.0.0.0/1', '200.0.0.1', true],
    ['128.0.0.0/1', '127.255.255.255', false],
    ['::/0', '2001:db8::1', true],
    ['::/0', '10.0.0.1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['fe80::/10', 'febf::1', true],
    ['fe80::/10', 'fec0::1', false],
    ['::1/128', '0:0:0:0:0:0:0:1', true],
    ['::ffff:10.0.0.0/104', '10.200.0.1', true],
    ['::ffff:0:0/96', '1.2.3.4', true],
    ['::ffff:0:0/96', '::1', false],
  ] as const) {
    it(`${block} ${inside ? 'holds' : 'does not hold'} ${address}`, () => {
      const cidr = parseCidr(block);
      const parsed = parseAddress(address);
      assert.ok(cidr && parsed);
      assert.equal(cidrContains(cidr, parsed), inside);
    });
  }
  for (const text of [
    '10.0.0.1',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/1.5',
    '::/129',
    '/8',
    'a/8',
    '10.0.0.0/8/8',
    '::ffff:1.2.3.4/129',
  ]) {
    it(`is not read from “${text}”`, () => assert.equal(parseCidr(text), undefined));
  }
});
