import { expect, it } from 'vitest';
import type { ResponseItem } from '../api/types';
import { decode } from '../app/live';
import { merge } from './response_list';

const item = (seq: number, comment = '') => ({ seq, comment, id: String(seq) }) as ResponseItem;

it('new and old ones make one list, newest first, the newer copy kept', () => {
  const list = merge([item(5), item(3, 'changed')], [item(3, 'old'), item(2)]);
  expect(list.map((one) => one.seq)).toEqual([5, 3, 2]);
  expect(list[1]!.comment).toBe('changed');
});

it('reads events of the stream and drops what it cannot', () => {
  expect(decode('applied', '{"seq":7}')).toEqual({ kind: 'applied', seq: 7 });
  expect(decode('reset', '{}')).toEqual({ kind: 'reset' });
  expect(decode('response', '{')).toBeNull();
  expect(decode('other', '{}')).toBeNull();
});
