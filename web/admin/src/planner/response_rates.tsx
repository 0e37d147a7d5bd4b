// The six response rates of the AAPOR definitions, folded away: few need them, and those who do need all of them.
import { api } from '../api/client';
import type { ResponseRates } from '../api/types';
import { useLoad } from '../app/load';
import { known, t } from '../i18n/words';
import { Skeleton } from '../ui/states';
import { NumberField } from './number_field';
import { PlanFailed, type Form } from './plan_form';
import { CASES, casesBody } from './plan_state';
import { share } from './plan_words';

export function RatesCard({ form }: { form: Form }) {
  const fields = [...CASES, 'eligible'];
  const request = form.read('rates', fields, casesBody);
  const loaded = useLoad(request && 'plan rates ' + JSON.stringify(request), (signal) => api.post('/plan/response-rates', { body: request!, signal }));
  const given = fields.some((name) => form.own(name));
  return (
    <details class="card plan-rates" open={given}>
      <summary><h2>{t('plan.rates')}</h2><span class="note">{t('plan.rates_note')}</span></summary>
      <div class="plan">
        <div class="plan-form form">
          <div class="pair">{CASES.map((name) => <NumberField key={name} {...form.field(name, t(`plan_case.${name}`))} />)}</div>
          <NumberField {...form.field('eligible', t('plan.eligible'))} hint={t('plan.eligible_hint')} />
        </div>
        <div class="plan-result">
          {loaded.problem ? <PlanFailed loaded={loaded} />
            : !request ? <p class="note">{t(form.fine('rates') ? 'plan.name_cases' : 'plan.mend')}</p>
              : !loaded.data ? <Skeleton rows={4} /> : <Rates rates={loaded.data} stale={loaded.stale} />}
        </div>
      </div>
    </details>
  );
}

function Rates({ rates, stale }: { rates: ResponseRates; stale: boolean }) {
  if (rates.status !== 'ok') return <p class="note" role="status">{known('plan_reason', rates.reason)}</p>;
  const usual = rates.rates.find((one) => one.key === rates.usual);
  return (
    <div class={stale ? 'stale' : ''}>
      {usual?.value != null && <p class="plan-said" role="status">{t('plan.rate_said', { value: share(usual.value), eligible: share(rates.eligible_share ?? 0) })}</p>}
      <table class="figures dense rates">
        <thead><tr><th scope="col">{t('plan.rate_name')}</th><th scope="col">{t('plan.rate_meaning')}</th><th scope="col" class="right">{t('plan.rate_value')}</th></tr></thead>
        <tbody>
          {rates.rates.map((one) => (
            <tr key={one.key} class={one.key === rates.usual ? 'marked' : undefined}>
              <th scope="row">{one.key.toUpperCase()}</th>
              <td>{t(`plan_rate.${one.key}`)}</td>
              <td class="right">{one.value === null ? t('plan.refused') : share(one.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rates.rates.some((one) => one.status === 'refused') && <p class="note">{t('plan_reason.unknown_eligibility')}</p>}
    </div>
  );
}
