// What the values of a dimension are called, and the order in which groups stand.
import type { Group, TimeUnit } from '../api/types';
import { dimension, labelOf, type Catalogue } from '../app/catalogue';
import { timeZone } from '../app/session';
import { known, language, local, t } from '../i18n/words';
import { localDay, periodStart, periodText } from '../ui/calendar';
import { UNITS } from './metric_state';

export const isUnit = (key: string): key is TimeUnit => (UNITS as string[]).includes(key);

export function dimensionName(catalogue: Catalogue, key: string): string {
  if (isUnit(key)) return t(`unit.${key}`);
  return local(dimension(catalogue, key)?.name) || known('filters', key);
}

export function valueName(catalogue: Catalogue, by: string, value: string): string {
  if (value === '') return t('value.unnamed');
  if (isUnit(by)) return periodText(by, periodStart(by, value), language(), Number(localDay(new Date(), timeZone()).slice(0, 4)));
  if (by === 'channel') return known('channel', value) === value ? labelOf(catalogue, by, value) : known('channel', value);
  return labelOf(catalogue, by, value);
}

type Order = (a: string, b: string) => number;

function journeyOf(catalogue: Catalogue, by: string): string[] {
  const { stages, roles } = catalogue.journey;
  if (by === 'stage') return stages.map((stage) => stage.key);
  if (by === 'process') return stages.flatMap((stage) => stage.processes.map((process) => process.key));
  return by === 'role' ? roles.map((role) => role.key) : [];
}

// Journey order for stages, processes and roles, time by time, steps of a number by the number, else by name; what is not given
// comes last. Never by the figure, which would invite ranking by noise.
export function orderOf(catalogue: Catalogue, by: string): Order {
  const journey = journeyOf(catalogue, by);
  const place = (value: string) => (value === '' ? journey.length + 1 : journey.includes(value) ? journey.indexOf(value) : journey.length);
  const numbered = /^\d/;
  return (a, b) => {
    if (place(a) !== place(b)) return place(a) - place(b);
    if (isUnit(by)) return a < b ? -1 : a > b ? 1 : 0;
    if (numbered.test(a) && numbered.test(b)) return a.localeCompare(b, 'en', { numeric: true });
    return valueName(catalogue, by, a).localeCompare(valueName(catalogue, by, b), language(), { numeric: true });
  };
}

export function ordered(groups: Group[], dims: string[], catalogue: Catalogue): Group[] {
  const orders = dims.map((by) => orderOf(catalogue, by));
  return [...groups].sort((a, b) => {
    for (const [index, order] of orders.entries()) {
      const side = order(a.key[index] ?? '', b.key[index] ?? '');
      if (side !== 0) return side;
    }
    return 0;
  });
}
