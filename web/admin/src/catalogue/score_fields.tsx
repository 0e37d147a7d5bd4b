// What each score counts for: three radios a score of a net metric, a checkbox a score of a share.
import { useId } from 'preact/hooks';
import { t } from '../i18n/words';
import { SignMark } from './formula';
import { isCounted, netMark, scoresOf, type NetMark, type OwnForm } from './own_metric';

interface Props {
  form: OwnForm;
  scale: { min: number; max: number };
  change: (part: Partial<OwnForm>) => void;
  problems: string[];
}

export function ScoreFields({ form, scale, change, problems }: Props) {
  const id = useId();
  const note = `${id}-note`;
  return (
    <fieldset class={problems.length > 0 ? 'field wrong' : 'field'} aria-describedby={note}>
      <legend>{t(form.kind === 'net' ? 'catalogue.marks' : 'catalogue.counts')}</legend>
      <p id={note} class="field-note">{problems.length > 0 ? problems.join(' ') : t(form.kind === 'net' ? 'catalogue.marks_hint' : 'catalogue.counts_hint')}</p>
      <div class="score-fields">
        {scoresOf(scale).map((score) => (form.kind === 'net'
          ? <NetField key={score} name={`${id}-${score}`} score={score} mark={netMark(form, score, scale)} onMark={(mark) => change({ net: { ...form.net, [score]: mark } })} />
          : <ShareField key={score} score={score} counted={isCounted(form, score, scale)} onCounted={(counted) => change({ share: { ...form.share, [score]: counted } })} />))}
      </div>
    </fieldset>
  );
}

const MARKS = [[1, 'plus', 'promoter'], [0, 'zero', 'passive'], [-1, 'minus', 'detractor']] as const;

function NetField({ name, score, mark, onMark }: { name: string; score: number; mark: NetMark; onMark: (mark: NetMark) => void }) {
  return (
    <div class="score-field" role="radiogroup" aria-label={t('catalogue.score_of', { score })}>
      <b aria-hidden="true">{score}</b>
      {MARKS.map(([value, sign, look]) => (
        <label key={sign} class={look}>
          <input type="radio" name={name} checked={mark === value} onChange={() => onMark(value)} />
          <SignMark sign={sign} />
          <span class="hidden">{t(`sign.${sign}`)}</span>
        </label>
      ))}
    </div>
  );
}

function ShareField({ score, counted, onCounted }: { score: number; counted: boolean; onCounted: (counted: boolean) => void }) {
  return (
    <div class="score-field">
      <b aria-hidden="true">{score}</b>
      <label class={counted ? 'promoter' : 'passive'}>
        <input type="checkbox" aria-label={t('catalogue.score_counted', { score })} checked={counted} onChange={(event) => onCounted(event.currentTarget.checked)} />
        <SignMark sign={counted ? 'counted' : 'rest'} />
      </label>
    </div>
  );
}
