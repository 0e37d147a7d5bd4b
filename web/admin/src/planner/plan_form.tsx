// The fields of the planner: their texts in the URL, their usual values, and what is wrong with them.
import type { Loaded } from '../app/load';
import type { Changes } from '../app/router';
import { Failed } from '../ui/states';
import { language, t } from '../i18n/words';
import { FieldReader, type Rule, type Texts, type Wrong } from './plan_state';
import { wrongText } from './plan_words';

export class Form {
  private readonly readers: Record<string, FieldReader> = {};
  constructor(private readonly parameters: URLSearchParams, private readonly usual: Texts, readonly change: (changes: Changes) => void) {}

  text(name: string): string {
    return this.parameters.get(name) ?? this.usual[name] ?? '';
  }

  // The reader's own value, not the usual one.
  own(name: string): boolean {
    return this.parameters.has(name);
  }

  // Reads a part of the page; what is wrong in it is remembered for its fields.
  read<T>(part: string, names: string[], body: (fields: FieldReader) => T): T {
    const reader = new FieldReader(Object.fromEntries(names.map((name) => [name, this.text(name)])), language());
    this.readers[part] = reader;
    return body(reader);
  }

  fine(part: string): boolean {
    return this.readers[part]?.fine ?? true;
  }

  private wrong(name: string): Rule | undefined {
    return Object.values(this.readers).map((reader): Wrong => reader.wrong).find((wrong) => name in wrong)?.[name];
  }

  field(name: string, label: string) {
    const rule = this.wrong(name);
    const problem = rule && wrongText(label, this.text(name), rule);
    return { name, label, value: this.text(name), problem, onValue: (value: string) => this.change({ [name]: value.trim() }) };
  }
}

// What the fields let pass and the server does not is said in its words; what failed otherwise can be tried again.
export function PlanFailed({ loaded }: { loaded: Pick<Loaded<unknown>, 'problem' | 'reload'> }) {
  const problem = loaded.problem!;
  if (problem.status !== 422) return <Failed problem={problem} retry={loaded.reload} what={t('plan.not_counted')} />;
  return <p class="form-problem" role="alert">{problem.problems.map((one) => `${one.field}: ${one.message}`).join(' ')}</p>;
}
