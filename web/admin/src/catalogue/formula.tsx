// A definition as a drawing: the scores of the scale, what each counts for, the formula, and an example.
import { t } from '../i18n/words';
import { Icon } from '../ui/icon';
import { MINUS } from '../ui/number';
import { cellText, cellsOf, hasScale, scoresWith, type Definition, type ScoreCell, type Sign } from './definition';
import { exampleWords, formulaText, nameOf } from './definition_words';

const LOOK: Record<Sign, string> = { minus: 'detractor', zero: 'passive', plus: 'promoter', rest: 'passive', counted: 'promoter', score: 'neutral' };
const MARK: Partial<Record<Sign, string>> = { minus: MINUS, zero: '0', plus: '+', rest: '0' };

// A run of scores stays on one line.
const unbroken = (text: string): string => text.replaceAll('–', '\u2060–\u2060');

export function SignMark({ sign }: { sign: Sign }) {
  return <span class="sign" aria-hidden="true">{sign === 'counted' ? <Icon name="check" size={16} /> : MARK[sign]}</span>;
}

function Cell({ cell }: { cell: ScoreCell }) {
  return (
    <li class={`score-cell ${LOOK[cell.sign]}`}>
      <b>{cellText(cell)}</b>
      {cell.sign !== 'score' && <SignMark sign={cell.sign} />}
      {cell.sign !== 'score' && <span class="hidden">{t(`sign.${cell.sign}`)}</span>}
    </li>
  );
}

export function Formula({ definition }: { definition: Definition }) {
  const complete = definition.kind === 'mean' || definition.kind === 'csi' || scoresWith(definition, 'plus') || scoresWith(definition, 'minus') || scoresWith(definition, 'counted');
  return (
    <div class="formula">
      {hasScale(definition) && definition.kind !== 'csi' && (
        <ol class="score-cells" aria-label={t('catalogue.scores')}>{cellsOf(definition).map((cell) => <Cell key={cell.from} cell={cell} />)}</ol>
      )}
      {definition.kind === 'csi' ? <WeightedFormula definition={definition} />
        : <p class="formula-text">{complete ? unbroken(formulaText(definition)) : t('catalogue.nothing_counts')}</p>}
    </div>
  );
}

function WeightedFormula({ definition }: { definition: Definition }) {
  return (
    <>
      <math display="block" class="formula-math">
        <mrow>
          <mtext>{nameOf(definition)}</mtext><mo>=</mo>
          <mfrac><mrow><mo>∑</mo><mi>w</mi><mo>·</mo><mi>s</mi></mrow><mrow><mo>∑</mo><mi>w</mi></mrow></mfrac>
          <mo>·</mo>
          <mfrac><mn>100</mn><mi>max</mi></mfrac>
        </mrow>
      </math>
      <p class="note">{t('catalogue.csi_letters')} {hasScale(definition) && t('catalogue.csi_max', { max: definition.scale.max })}</p>
    </>
  );
}

// Numbers here are made up, and the heading says so.
export function ExampleBox({ definition }: { definition: Definition }) {
  const words = exampleWords(definition);
  if (!words) return null;
  return (
    <div class="example">
      <h3>{t('catalogue.example')}</h3>
      <p>{unbroken(words.given)}</p>
      <p class="working">{words.working}</p>
    </div>
  );
}
