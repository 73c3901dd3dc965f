import { idKey, IdForm } from '../../src/model/id-key.js';
import type { Decoded } from '../../src/model/reading.js';

export type Rows = Pick<Decoded, 'activities' | 'blocks'>;

/** A text for each activity in what came, in the order of its coming: equal where the ids are. */
export function idsIn({ activities, blocks = [] }: Rows): readonly string[] {
  const ids: string[] = [];
  for (const { arrivals, ids: block } of blocks)
    for (const [row, arrival] of arrivals.entries())
      ids[arrival] = block.texts.get(row) ?? [block.forms[row], ...block.words.subarray(row * 4, row * 4 + 4)].join();
  let at = 0;
  for (const { id } of activities) {
    while (ids[at] !== undefined) at += 1;
    const { form, word0, word1, word2, word3 } = idKey(id);
    ids[at] = form === IdForm.text ? id : [form, word0, word1, word2, word3].join();
  }
  return ids;
}
