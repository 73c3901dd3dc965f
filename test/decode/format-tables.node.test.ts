import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { WireFormat } from '../../src/model/reading.js';
import { activityOf, currentTables, sampleOf, tablesPath } from '../tools/format-tables.js';
import { decodeAll } from './decode-all.js';

describe('The tables of what becomes of the fields of each format', () => {
  const page = readFileSync(tablesPath, 'utf8');

  it('are those that the decoders give', async () => {
    assert.equal(page, await currentTables(), 'run: node --import tsx test/tools/format-tables.ts --write');
  });

  for (const format of Object.values(WireFormat))
    it(`have a sample of each kind of activity that is found by its content: ${format}`, () => {
      for (const sample of sampleOf(format)) {
        const told = activityOf(sample, format);
        const { activities, formats } = decodeAll(`${sample}\n`);
        assert.deepEqual([...formats.keys()], [format]);
        assert.deepEqual(activities, [told]);
        // What is made of other attributes, or of what the record is, has no field of its own.
        for (const name of told!.attributes.keys())
          assert.ok(
            page.includes(`\`${name}\``) || derived.has(name),
            `${name} of ${format} is in no table: ${sample.slice(0, 100)}`,
          );
      }
    });
});

const derived = new Set(['timeMeaning', 'traceable', 'subResource', 'syscall']);
