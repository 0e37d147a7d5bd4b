// How to share the answers among segments: an editable table of segments, and four rules side by side.
import { useEffect, useRef } from 'preact/hooks';
import { api } from '../api/client';
import type { QuotaPlan, QuotaPlanRequest } from '../api/types';
import { useLoad } from '../app/load';
import { language, t } from '../i18n/words';
import { SaveButtons } from '../metrics/save_buttons';
import { Icon } from '../ui/icon';
import { Card } from '../ui/page';
import { Skeleton } from '../ui/states';
import { CellField, NumberField } from './number_field';
import { PlanFailed, type Form } from './plan_form';
import { MOST_SEGMENTS, RULES, readShares, segmentsOf, writeSegments, type SegmentRow, type Segments } from './plan_state';
import { points, typed, whole, wrongText } from './plan_words';

const nameless = (index: number) => t('plan.segment_number', { n: index + 1 });

export function QuotaCard({ form, rows, required }: { form: Form; rows: SegmentRow[]; required: number | null }) {
  const segments = segmentsOf(rows, nameless, language());
  const clients = segments.strata.reduce((sum, stratum) => sum + stratum.clients, 0);
  const usual = required === null || clients === 0 ? '' : String(Math.min(required, clients, RULES.total.max));
  const total = form.text('total') || usual;
  const request = quotaRequest(form, segments, total, clients);
  const loaded = useLoad(request && 'plan quotas ' + JSON.stringify(request), (signal) => api.post('/plan/quotas', { body: request!, signal }));
  const field = form.field('total', t('plan.total'));
  const write = (next: SegmentRow[]) => form.change({ seg: writeSegments(next) });
  return (
    <Card title={t('plan.quotas')} note={t('plan.quotas_note')}>
      <div class="plan even">
        <div class="plan-form form">
          <SegmentTable rows={rows} segments={segments} write={write} />
          <NumberField {...field} value={total} hint={form.own('total') || total === '' ? '' : t('plan.total_hint')} />
        </div>
        <div class="plan-result">
          {loaded.problem ? <PlanFailed loaded={loaded} />
            : !request ? <p class="note">{waitingFor(form, segments)}</p>
              : !loaded.data ? <Skeleton rows={4} /> : <Quotas plan={loaded.data} stale={loaded.stale} />}
        </div>
      </div>
      <dl class="plan-rules">
        {(['square_root', 'proportional', 'neyman', 'equal'] as const).map((rule) => <div key={rule}><dt>{t(`plan_rule.${rule}`)}</dt><dd>{t(`plan_rule.${rule}_note`)}</dd></div>)}
      </dl>
    </Card>
  );
}

function quotaRequest(form: Form, segments: Segments, total: string, clients: number): QuotaPlanRequest | null {
  const waiting = segments.missing.length > 0 || segments.strata.length === 0 || Object.keys(segments.wrong).length > 0;
  const read = form.read('quotas', ['promoters', 'detractors', 'total'], (fields) => {
    const shares = readShares(fields);
    // More answers than clients are not to be had.
    const most = waiting ? RULES.total.max : Math.min(RULES.total.max, clients);
    const own = fields.read('total', { ...RULES.total, max: Math.max(1, most) });
    return { shares, n: own ?? (form.own('total') ? null : Number(total)) };
  });
  return waiting || !read.shares || !read.n ? null : { ...read.shares, n: read.n, strata: segments.strata };
}

function waitingFor(form: Form, segments: Segments): string {
  if (Object.keys(segments.wrong).length > 0 || !form.fine('quotas')) return t('plan.mend');
  if (segments.missing.length > 0) return t('plan.name_clients', { list: segments.missing.slice(0, 5).join(', ') });
  return t('plan.name_segments');
}

function SegmentTable({ rows, segments, write }: { rows: SegmentRow[]; segments: Segments; write: (rows: SegmentRow[]) => void }) {
  const set = (index: number, change: Partial<SegmentRow>) => write(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  const wrong = (index: number, column: 'clients' | 'sd', label: string) => {
    const rule = segments.wrong[`${index}.${column}`];
    return rule && wrongText(label, rows[index]![column], rule);
  };
  const holder = useRef<HTMLDivElement>(null);
  const next = useRef('');
  // The focus goes to the new row, and from a removed one to where the next would be made.
  useEffect(() => {
    if (next.current) holder.current?.querySelector<HTMLElement>(next.current)?.focus();
    next.current = '';
  }, [rows.length]);
  const add = () => {
    next.current = `[name="segment-${rows.length}"]`;
    write([...rows, { name: '', clients: '', sd: '' }]);
  };
  const remove = (index: number) => {
    next.current = index === rows.length - 1 ? '.add-segment' : '';
    write(rows.filter((_, at) => at !== index));
  };
  return (
    <div ref={holder} class="segments">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('plan.segment')}</th>
            <th scope="col">{t('plan.clients')}</th>
            <th scope="col">{t('plan.sd')}</th>
            <th scope="col"><span class="hidden">{t('plan.remove')}</span></th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const name = row.name.trim() || nameless(index);
            return (
              <tr key={index}>
                <td data-label={t('plan.segment')}><CellField text name={`segment-${index}`} label={t('plan.cell', { row: nameless(index), column: t('plan.segment') })} value={row.name} onValue={(value) => set(index, { name: value })} /></td>
                <td data-label={t('plan.clients')}><CellField name={`clients-${index}`} label={t('plan.cell', { row: name, column: t('plan.clients') })} value={row.clients} problem={wrong(index, 'clients', t('plan.clients'))} onValue={(value) => set(index, { clients: value.trim() })} /></td>
                <td data-label={t('plan.sd')}><CellField name={`sd-${index}`} label={t('plan.cell', { row: name, column: t('plan.sd') })} value={row.sd} problem={wrong(index, 'sd', t('plan.sd'))} onValue={(value) => set(index, { sd: value.trim() })} /></td>
                <td><button type="button" class="icon-button" disabled={rows.length === 1} aria-label={t('plan.remove_segment', { name })} onClick={() => remove(index)}><Icon name="close" size={16} /></button></td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="field-note">{t('plan.sd_hint')}</p>
      <button type="button" class="link add-segment" disabled={rows.length >= MOST_SEGMENTS} onClick={add}>{t('plan.add_segment')}</button>
    </div>
  );
}

function sheetOf(plan: QuotaPlan) {
  return {
    name: 'quotas', head: [t('plan.segment'), t('plan.clients'), t('plan.sd'), ...plan.rules.map((one) => t(`plan_rule.${one.rule}`))],
    rows: [...plan.strata.map((stratum, index) => [stratum.name, stratum.clients, stratum.sd, ...plan.rules.map((one) => one.quotas[index] ?? null)]),
      [t('plan.error'), plan.clients, null, ...plan.rules.map((one) => one.se)]],
  };
}

function Quotas({ plan, stale }: { plan: QuotaPlan; stale: boolean }) {
  const usual = (rule: string) => (rule === plan.usual ? 'right usual' : 'right');
  const assumed = plan.strata.find((stratum) => stratum.sd_assumed);
  return (
    <div class={stale ? 'stale' : ''}>
      <table class="list quotas">
        <thead>
          <tr>
            <th scope="col">{t('plan.segment')}</th>
            {plan.rules.map((one) => <th key={one.rule} scope="col" class={usual(one.rule)}>{t(`plan_rule.${one.rule}`)}{one.rule === plan.usual && <small>{t('plan.usual')}</small>}</th>)}
          </tr>
        </thead>
        <tbody>
          {plan.strata.map((stratum, index) => (
            <tr key={index}>
              <th scope="row">{stratum.name}</th>
              {plan.rules.map((one) => <td key={one.rule} class={usual(one.rule)} data-label={t(`plan_rule.${one.rule}`)}>{whole(one.quotas[index] ?? 0)}</td>)}
            </tr>
          ))}
          <tr class="quota-error">
            <th scope="row">{t('plan.error')}</th>
            {plan.rules.map((one) => <td key={one.rule} class={usual(one.rule)} data-label={t(`plan_rule.${one.rule}`)}>{one.se === null ? t('plan.no_error') : points(one.se)}</td>)}
          </tr>
        </tbody>
      </table>
      <div class="table-foot">
        <p class="note">
          {t('plan.error_note')}
          {assumed && <> {t('plan.sd_assumed', { sd: typed(Math.round(10 * assumed.sd) / 10) })}</>}
          {plan.rules.some((one) => one.reason === 'segment_without_answers') && <> {t('plan.no_error_note')}</>}
        </p>
        <SaveButtons sheet={() => sheetOf(plan)} />
      </div>
    </div>
  );
}
