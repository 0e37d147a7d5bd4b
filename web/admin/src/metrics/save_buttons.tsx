import { t } from '../i18n/words';
import { saveCsv, saveXlsx, type Sheet } from '../ui/export';
import { Icon } from '../ui/icon';

// The same data as files, with full precision.
export function SaveButtons({ sheet }: { sheet: () => Sheet }) {
  return (
    <span class="save">
      <Icon name="download" size={16} />
      <button type="button" class="link" onClick={() => saveCsv(sheet())} aria-label={t('table.save_as', { kind: 'CSV' })}>CSV</button>
      <button type="button" class="link" onClick={() => saveXlsx(sheet())} aria-label={t('table.save_as', { kind: 'XLSX' })}>XLSX</button>
    </span>
  );
}
