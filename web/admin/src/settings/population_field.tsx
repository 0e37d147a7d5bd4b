// The composition of all clients, as far as the company knows it: what answers can be weighted to.
import type { Company } from '../api/types';
import { dimension, labelOf, type Catalogue } from '../app/catalogue';
import { local, t } from '../i18n/words';
import { Field, SelectField } from '../ui/form';

const MOST_MARGINS = 3;
const USUAL = ['segment', 'tenure', 'role', 'partner', 'language', 'channel'];  // and attributes; nobody counts clients by other things

export interface Row {
  value: string;
  number: string;
}
export interface MarginRows {
  dimension: string;
  rows: Row[];
}

export const marginRows = (population: Company['population']): MarginRows[] =>
  population.map((margin) => ({ dimension: margin.dimension, rows: Object.entries(margin.totals).map(([value, number]) => ({ value, number: String(number) })) }));

// Rows without a number are not sent; what is no number goes to the server as it is, to be refused by name.
export function readMargins(margins: MarginRows[]): Company['population'] {
  const read = (text: string) => {
    const plain = text.replace(/\s/g, '').replace(',', '.');
    return Number.isNaN(Number(plain)) ? (text as unknown as number) : Number(plain);
  };
  return margins.map((margin) => ({
    dimension: margin.dimension,
    totals: Object.fromEntries(margin.rows.filter((row) => row.value !== '' && row.number.trim() !== '').map((row) => [row.value, read(row.number)])),
  }));
}

function rowsOf(catalogue: Catalogue | undefined, key: string): Row[] {
  const values = (dimension(catalogue, key)?.values ?? []).map((value) => value.value).filter((value) => value !== '');
  return values.map((value) => ({ value, number: '' }));
}

const nameOf = (catalogue: Catalogue | undefined, key: string) => local(dimension(catalogue, key)?.name) || key;

export function PopulationField({ catalogue, margins, onMargins, problems }: {
  catalogue: Catalogue | undefined; margins: MarginRows[]; onMargins: (margins: MarginRows[]) => void; problems: string[];
}) {
  const offered = (catalogue?.dimensions ?? []).filter((one) => (USUAL.includes(one.key) || /^(account|contact)\./.test(one.key)) && one.values.filter((value) => value.value !== '').length > 1);
  const left = offered.filter((one) => !margins.some((margin) => margin.dimension === one.key));
  const change = (index: number, margin: MarginRows) => onMargins(margins.map((old, place) => (place === index ? margin : old)));
  return (
    <fieldset>
      <legend>{t('company.population')}</legend>
      <p class="note">{t('company.population_note')}</p>
      {margins.map((margin, index) => (
        <div class="margin" key={margin.dimension}>
          <h3>{nameOf(catalogue, margin.dimension)}</h3>
          <div class="margin-rows">
            {margin.rows.map((row, place) => (
              <Field key={row.value} label={labelOf(catalogue, margin.dimension, row.value)}>
                {(attributes) => <input {...attributes} inputMode="decimal" value={row.number}
                  onInput={(event) => change(index, { ...margin, rows: margin.rows.map((old, at) => (at === place ? { ...old, number: event.currentTarget.value } : old)) })} />}
              </Field>
            ))}
          </div>
          <button type="button" class="link" onClick={() => onMargins(margins.filter((_, place) => place !== index))}>{t('company.population_remove')}</button>
        </div>
      ))}
      {problems.length > 0 && <p class="field-note wrong" role="alert">{problems.join(' ')}</p>}
      {margins.length < MOST_MARGINS && left.length > 0 && (
        <SelectField label={t('company.population_add')} value="" choices={[{ value: '', label: t('company.population_choose') }, ...left.map((one) => ({ value: one.key, label: nameOf(catalogue, one.key) }))]}
          onValue={(key) => key && onMargins([...margins, { dimension: key, rows: rowsOf(catalogue, key) }])} />
      )}
    </fieldset>
  );
}
