// The questionnaire as text, checked while it is typed; every problem stands in its line.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem, api } from '../api/client';
import type { SurveyProblem, SurveyProblems } from '../api/types';
import { navigate } from '../app/router';
import { say } from '../app/toast';
import { t, tn } from '../i18n/words';
import { FormProblem, useSending } from '../ui/form';
import { Icon } from '../ui/icon';
import { Card } from '../ui/page';
import { offsetOf } from './text_position';

const TYPING_MS = 500;

type Check = { state: 'checking' } | { state: 'failed' } | ({ state: 'done' } & SurveyProblems);

function useCheck(text: string): Check {
  const [check, setCheck] = useState<Check>({ state: 'checking' });
  useEffect(() => {
    const ending = new AbortController();
    setCheck((before) => (before.state === 'done' ? before : { state: 'checking' }));
    const timer = window.setTimeout(() => {
      api.post('/surveys/validate', { body: { document: text }, signal: ending.signal }).then(
        (result) => setCheck({ state: 'done', ...result }),
        (error) => { if (!ending.signal.aborted && error instanceof Problem) setCheck({ state: 'failed' }); },
      );
    }, TYPING_MS);
    return () => {
      window.clearTimeout(timer);
      ending.abort();
    };
  }, [text]);
  return check;
}

interface Props {
  text: string;
  isNew?: boolean;
  version?: number;
  onDone?: () => void;
  onCancel?: () => void;
}

export function Editor({ text: start, isNew = false, version, onDone, onCancel }: Props) {
  const [text, setText] = useState(start);
  const area = useRef<HTMLTextAreaElement>(null);
  const check = useCheck(text);
  const sending = useSending();
  const problems = check.state === 'done' ? check.problems : [];
  const ready = check.state === 'done' && problems.length === 0;
  const changed = isNew || text !== start;
  useLeaveWarning(text !== start);
  const save = () => void sending.send(async () => {
    const saved = await api.post('/surveys', { body: { document: JSON.parse(text) as Record<string, unknown> } });
    say(t('editor.saved', { n: saved.version }));
    if (isNew) navigate(`/surveys/${saved.key}`, true);
    else onDone?.();
  });
  const goTo = (problem: SurveyProblem) => {
    const at = offsetOf(text, problem.line, problem.column);
    const box = area.current!;
    box.focus();
    box.setSelectionRange(at, at + 1);
    box.scrollTop = Math.max(0, (problem.line - 6) * lineHeight(box));
  };
  return (
    <div class="grid">
      <Card class="span-8" title={t('editor.title')} note={t('editor.note')}>
        <Lines area={area} text={text} onText={setText} problems={problems} />
        <FormProblem sending={sending} />
        <p class="button-row">
          <button type="button" class="button primary" disabled={!ready || !changed || sending.busy} onClick={save}>
            {isNew ? t('editor.create') : t('editor.save', { n: (version ?? 0) + 1 })}
          </button>
          {onCancel && <button type="button" class="button" onClick={onCancel}>{t('action.cancel')}</button>}
        </p>
      </Card>
      <Card class="span-4 problems" title={t('editor.check')}>
        <Problems check={check} onGo={goTo} />
      </Card>
    </div>
  );
}

const lineHeight = (box: HTMLElement) => Number.parseFloat(getComputedStyle(box).lineHeight);

function useLeaveWarning(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);
}

function Lines({ area, text, onText, problems }: {
  area: { current: HTMLTextAreaElement | null }; text: string; onText: (text: string) => void; problems: SurveyProblem[];
}) {
  const gutter = useRef<HTMLDivElement>(null);
  const wrong = new Set(problems.map((problem) => problem.line));
  const follow = () => { if (gutter.current && area.current) gutter.current.scrollTop = area.current.scrollTop; };
  return (
    <div class="editor">
      <div class="gutter" ref={gutter} aria-hidden="true">
        {text.split('\n').map((_, index) => <span key={index} class={wrong.has(index + 1) ? 'wrong' : ''}>{index + 1}</span>)}
      </div>
      <textarea ref={area} spellcheck={false} autocomplete="off" wrap="off" aria-label={t('editor.title')} value={text}
        onInput={(event) => onText(event.currentTarget.value)} onScroll={follow} aria-invalid={problems.length > 0} />
    </div>
  );
}

function Problems({ check, onGo }: { check: Check; onGo: (problem: SurveyProblem) => void }) {
  if (check.state === 'checking') return <p class="note">{t('editor.checking')}</p>;
  if (check.state === 'failed') return <p class="note" role="alert">{t('editor.check_failed')}</p>;
  const breaks = check.breaks ?? [];
  return (
    <div aria-live="polite">
      {check.problems.length === 0
        ? <p class="fine"><Icon name="check" size={16} /> {t('editor.fine')}</p>
        : <p class="form-problem">{tn('editor.problems', check.problems.length)}</p>}
      <ol class="problem-list">
        {check.problems.map((problem, index) => (
          <li key={index}>
            <button type="button" class="problem" onClick={() => onGo(problem)}>
              <span>{t('editor.line', { line: problem.line, column: problem.column })}{problem.field && <code> {problem.field}</code>}</span>
              <span>{problem.message}</span>
            </button>
          </li>
        ))}
      </ol>
      {breaks.length > 0 && <p class="note">{t('editor.breaks')} <code>{breaks.join(', ')}</code>. {t('editor.breaks_help')}</p>}
    </div>
  );
}
