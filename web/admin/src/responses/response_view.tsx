// One response in full: the words first, then every question in order with what became of it.
import { api } from '../api/client';
import type { Answer, AnswerState, ResponseFull, ResponseItem } from '../api/types';
import type { Catalogue } from '../app/catalogue';
import { useLoad } from '../app/load';
import { may } from '../app/session';
import { say } from '../app/toast';
import { known, local, t } from '../i18n/words';
import { dayText } from '../ui/calendar';
import { Icon } from '../ui/icon';
import { language } from '../i18n/words';
import { plain } from '../ui/number';
import { Failed, Skeleton } from '../ui/states';
import { ScoreChip, Sender, When } from './response_row';

export async function toggleStar(item: ResponseItem, done: (item: ResponseItem) => void): Promise<void> {
  try {
    done(await api.patch('/responses/{id}', { path: { id: item.id }, body: { starred: !item.starred } }));
  } catch {
    say(t('error.not_saved'));
  }
}

export function ResponseView({ id, catalogue, onStar }: { id: string; catalogue: Catalogue | undefined; onStar: (item: ResponseItem) => void }) {
  const { data, problem, stale, reload, replace } = useLoad('response ' + id, (signal) => api.get('/responses/{id}', { path: { id }, signal }));
  if (problem) return <Failed problem={problem} retry={reload} what={problem.status === 404 ? t('responses.gone') : t('error.not_loaded')} />;
  if (!data) return <Skeleton rows={6} />;
  const star = () => void toggleStar(data, (item) => {
    replace({ ...data, starred: item.starred });
    onStar(item);
  });
  return (
    <article class={stale ? 'letter stale' : 'letter'} aria-label={t('responses.one')}>
      <header class="letter-head">
        <ScoreChip score={data.score} />
        <div class="letter-who"><Sender item={data} catalogue={catalogue} /></div>
        {may('responses.write') && (
          <button type="button" class="icon-button" aria-pressed={data.starred} title={t(data.starred ? 'responses.unstar' : 'responses.star')} aria-label={t(data.starred ? 'responses.unstar' : 'responses.star')} onClick={star}>
            <Icon name="star" filled={data.starred} />
          </button>
        )}
      </header>
      <p class="letter-meta">
        <a href={`/surveys/${data.survey}`}>{local(data.survey_title)}</a>{' · '}{t('responses.version', { n: data.version })}{' · '}
        {known('channel', data.channel)}{' · '}<When time={data.at} />{data.abandoned && ` · ${t('responses.abandoned')}`}
      </p>
      {data.comment && <blockquote lang={data.language}>{data.comment}</blockquote>}
      <Answers data={data} />
      <Stamps data={data} />
    </article>
  );
}

function Answers({ data }: { data: ResponseFull }) {
  return (
    <section>
      <h2>{t('responses.answers')}</h2>
      <ol class="answers">
        {data.answers.map((answer) => (
          <li key={answer.id} class={answer.state}>
            <p class="question">{local(answer.text)}</p>
            {answer.rows && answer.rows.length > 0 && answer.state !== 'not_shown' ? <Rows answer={answer} /> : <AnswerText answer={answer} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

// Not answered, hard to say and not shown are three different things and look so.
function Nothing({ state }: { state: Exclude<AnswerState, 'answered'> }) {
  return <span class={`nothing ${state}`}>{t(`answer.${state}`)}</span>;
}

function AnswerText({ answer }: { answer: Answer }) {
  if (answer.state !== 'answered') return <p class="given"><Nothing state={answer.state} /></p>;
  if (answer.scale) {
    return <p class="given"><b>{String(answer.value)}</b> <small>{t('answer.of', { max: answer.scale.max })}</small></p>;
  }
  return <p class={answer.kind === 'text' ? 'given text' : 'given'}>{answerWords(answer)}</p>;
}

function answerWords(answer: Answer): string {
  if (answer.text_value) return local(answer.text_value);
  const value = answer.value as unknown;
  if (typeof value === 'boolean') return t(value ? 'answer.yes' : 'answer.no');
  if (typeof value === 'number') return plain(value, language(), Number.isInteger(value) ? 0 : 2);
  if (answer.kind === 'date' && typeof value === 'string') return dayText(value, language(), 0);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function Rows({ answer }: { answer: Answer }) {
  return (
    <table class="matrix">
      <tbody>
        {answer.rows!.map((row) => (
          <tr key={row.id}>
            <th scope="row">{local(row.text)}</th>
            <td>{row.state === 'answered' ? <><b>{row.value}</b>{answer.scale && <small> {t('answer.of', { max: answer.scale.max })}</small>}</> : <Nothing state={row.state} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Stamps({ data }: { data: ResponseFull }) {
  if (data.dimensions.length === 0) return null;
  return (
    <section>
      <h2>{t('responses.stamps')}</h2>
      <dl class="stamps">
        {data.dimensions.map((stamp) => (
          <div key={stamp.key}>
            <dt>{local(stamp.name) || stamp.key}</dt>
            <dd>{stamp.key === 'channel' ? known('channel', stamp.value) : local(stamp.label) || stamp.value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
