import { useCatalogue } from '../app/catalogue';
import { known, language, local, t } from '../i18n/words';
import { count } from '../ui/number';
import { Card } from '../ui/page';
import { Empty, Failed, Skeleton } from '../ui/states';

const SHOWN = 12;

// What figures can be cut by. Values come with the responses; nothing is typed in here.
export function DimensionsTab() {
  const catalogue = useCatalogue();
  if (catalogue.problem) return <Failed problem={catalogue.problem} retry={catalogue.reload} />;
  if (!catalogue.data) return <Skeleton rows={4} />;
  const dimensions = catalogue.data.dimensions.filter((dimension) => dimension.values.length > 0);
  if (dimensions.length === 0) return <Empty title={t('dimensions.none')}>{t('dimensions.none_note')}</Empty>;
  return (
    <>
      <p class="note lead">{t('dimensions.note')}</p>
      <div class="dimension-grid">
        {dimensions.map((dimension) => (
          <Card key={dimension.key} title={local(dimension.name) || dimension.key} action={<code>{dimension.key}</code>}>
            <table class="list dense">
              <tbody>
                {dimension.values.slice(0, SHOWN).map((value) => (
                  <tr key={value.value}>
                    <th scope="row">{nameOf(dimension.key, value.value, local(value.label))}</th>
                    <td class="right">{count(value.responses, language())}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {dimension.values.length > SHOWN && <p class="note">{t('dimensions.more', { n: count(dimension.values.length - SHOWN, language()) })}</p>}
          </Card>
        ))}
      </div>
    </>
  );
}

function nameOf(key: string, value: string, label: string): string {
  if (value === '') return t('value.unnamed');
  return key === 'channel' ? known('channel', value) : label || value;
}
