// What change two waves can show, and how many answers a change takes: with other people each time, and with the same.
import type { DifferencePlan, DifferencePlanRequest } from '../api/types';
import { api } from '../api/client';
import { useLoad } from '../app/load';
import { t } from '../i18n/words';
import { Card } from '../ui/page';
import { Skeleton } from '../ui/states';
import { Curve } from './curve';
import { NumberField } from './number_field';
import { PlanFailed, type Form } from './plan_form';
import { differenceBody } from './plan_state';
import { differenceConclusion, points } from './plan_words';

// `planned`: the size of a wave comes from the plan above; while that is on its way this waits for it.
export function DifferenceCard({ form, planned }: { form: Form; planned: 'yes' | 'no' | 'coming' }) {
  const read = form.read('difference', ['promoters', 'detractors', 'effect', 'wave', 'change', 'correlation'], differenceBody);
  const request = planned === 'coming' && !form.own('wave') ? null : read;
  const loaded = useLoad(request && 'plan difference ' + JSON.stringify(request), (signal) => api.post('/plan/difference', { body: request!, signal }));
  return (
    <Card title={t('plan.difference')} note={t('plan.difference_note')}>
      <div class="plan">
        <div class="plan-form form">
          <NumberField {...form.field('wave', t('plan.wave'))} hint={form.own('wave') ? '' : t(planned === 'no' ? 'plan.wave_example' : 'plan.wave_hint')} />
          <NumberField {...form.field('change', t('plan.change'))} />
          <NumberField {...form.field('correlation', t('plan.correlation'))} hint={t('plan.correlation_hint')} />
        </div>
        <div class="plan-result">
          {loaded.problem ? <PlanFailed loaded={loaded} />
            : !loaded.data || !request ? !form.fine('difference') ? <p class="note">{t('plan.mend')}</p> : <Skeleton kind="chart" rows={1} />
              : <Result plan={loaded.data} request={request} stale={loaded.stale} />}
        </div>
      </div>
    </Card>
  );
}

function Result({ plan, request, stale }: { plan: DifferencePlan; request: DifferencePlanRequest; stale: boolean }) {
  const sentences = differenceConclusion(plan, request);
  const said = <div class="plan-said" role="status">{sentences.map((sentence) => <p key={sentence}>{sentence}</p>)}</div>;
  if (plan.status !== 'ok') return said;
  const at = plan.curve.find((point) => point.n === request.n);
  return (
    <div class={stale ? 'stale' : ''}>
      {said}
      <Curve print={points} axis={{ n: t('plan.wave_column'), value: t('plan.change_column') }} spoken={sentences.join(' ')} sheet="plan change"
        lines={[{ name: t('plan.separate'), points: plan.curve.map((point) => ({ n: point.n, value: point.separate })) },
          { name: t('plan.same_people'), points: plan.curve.map((point) => ({ n: point.n, value: point.same_people })) }]}
        marks={at ? [{ n: at.n, value: at.separate, label: points(at.separate) }, { n: at.n, value: at.same_people, label: points(at.same_people), hollow: true, below: true }] : []}
        note={t('plan.power_note')} />
    </div>
  );
}
