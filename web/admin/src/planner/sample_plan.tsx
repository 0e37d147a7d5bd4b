// How many to ask for a margin: what is expected on the left, what it takes on the right.
import type { SamplePlan, SamplePlanRequest } from '../api/types';
import type { Loaded } from '../app/load';
import { language, t, tn } from '../i18n/words';
import { Card } from '../ui/page';
import { Skeleton } from '../ui/states';
import { percentSign, plain } from '../ui/number';
import { Curve, type Mark } from './curve';
import type { Expected } from './expected';
import { NumberField } from './number_field';
import { PlanFailed, type Form } from './plan_form';
import { points, sampleConclusion, whole } from './plan_words';

interface Props {
  form: Form;
  expected: Expected;
  request: SamplePlanRequest | null;
  loaded: Loaded<SamplePlan>;
  wholeBase: boolean;
}

// Where the expected shares come from, in words.
export function sourceText(expected: Expected): string {
  const percent = (value: number) => plain(value, language(), value % 1 === 0 ? 0 : 1) + percentSign(language());
  if (expected.source === 'answers' || expected.source === 'anonymous') {
    return tn(expected.source === 'answers' ? 'plan.from_answers' : 'plan.from_anonymous', expected.n, { name: expected.name, promoters: percent(expected.promoters), detractors: percent(expected.detractors) });
  }
  if (expected.source === 'few') return t('plan.from_few', { n: whole(expected.n) });
  return t(({ alike: 'plan.from_alike', hidden: 'plan.from_hidden', unknown: 'plan.from_unknown', worst: 'plan.from_nothing' } as const)[expected.source]);
}

export function SampleCard({ form, expected, request, loaded, wholeBase }: Props) {
  const own = form.own('promoters') || form.own('detractors');
  return (
    <Card title={t('plan.sample')}>
      <div class="plan">
        <div class="plan-form form">
          <NumberField {...form.field('margin', t('plan.margin'))} hint={t('plan.margin_hint', { name: expected.name })} />
          <fieldset>
            <legend>{t('plan.expected')}</legend>
            <div class="pair">
              <NumberField {...form.field('promoters', t('plan.promoters'))} />
              <NumberField {...form.field('detractors', t('plan.detractors'))} />
            </div>
            <p class="field-note">{own ? t('plan.from_you') : sourceText(expected)}</p>
          </fieldset>
          <div class="pair">
            <NumberField {...form.field('base', t('plan.base'))} hint={t(form.text('base') !== '' && !form.own('base') ? 'plan.base_declared' : 'plan.base_hint')} />
            <NumberField {...form.field('rate', t('plan.rate'))} hint={t('plan.rate_hint')} />
          </div>
          {form.text('base') !== '' && (
            <label class="check">
              <input type="checkbox" checked={wholeBase} onChange={(event) => form.change({ whole: event.currentTarget.checked ? null : '0' })} />
              <span>{t('plan.whole_base')}<small>{t('plan.whole_base_hint')}</small></span>
            </label>
          )}
          <div class="pair">
            <NumberField {...form.field('confidence', t('plan.confidence'))} />
            <NumberField {...form.field('effect', t('plan.effect'))} hint={t('plan.effect_hint')} />
          </div>
        </div>
        <div class="plan-result">
          {loaded.problem ? <PlanFailed loaded={loaded} />
            : !loaded.data || !request ? !form.fine('sample') ? <p class="note">{t('plan.mend')}</p> : <Skeleton kind="chart" rows={1} />
              : <Result plan={loaded.data} request={request} expected={expected} stale={loaded.stale} />}
        </div>
      </div>
    </Card>
  );
}

function Result({ plan, request, expected, stale }: { plan: SamplePlan; request: SamplePlanRequest; expected: Expected; stale: boolean }) {
  if (plan.status !== 'ok' || plan.required === null) return <p class="note">{sampleConclusion(plan, request, expected.name)}</p>;
  const reached = plan.curve.find((point) => point.n === plan.required);
  const best = plan.enough === false ? plan.best : null;
  const marks: Mark[] = [
    ...(reached ? [{ n: reached.n, value: reached.margin, label: t('plan.mark', { n: whole(reached.n), margin: points(reached.margin) }), below: best !== null }] : []),
    ...(best ? [{ n: best.n, value: best.margin, label: t('plan.mark_best', { n: whole(best.n), margin: points(best.margin) }), hollow: true }] : []),
  ];
  return (
    <div class={stale ? 'stale' : ''}>
      <dl class="plan-numbers">
        <div><dt>{t('plan.answers')}</dt><dd>{whole(plan.required)}</dd></div>
        <div><dt>{t('plan.invitations')}</dt><dd>{plan.invitations === null ? <small>{t('plan.name_rate')}</small> : whole(plan.invitations)}</dd></div>
        <div><dt>{t('plan.base_short')}</dt><dd>{plan.enough === null ? <small>{t('plan.name_base')}</small> : t(plan.enough ? 'plan.is_enough' : 'plan.is_not_enough')}</dd></div>
      </dl>
      <Curve lines={[{ name: t('plan.margin_column'), points: plan.curve.map((point) => ({ n: point.n, value: point.margin })) }]} marks={marks}
        print={(value) => `±${points(value)}`} axis={{ n: t('plan.answers'), value: t('plan.margin_column') }}
        spoken={sampleConclusion(plan, request, expected.name)} sheet="plan margin" note={t('plan.margin_note')} />
    </div>
  );
}
