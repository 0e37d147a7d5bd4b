import { useState } from 'preact/hooks';
import { t } from '../i18n/words';
import { saveCsv, saveXlsx, type Sheet } from '../ui/export';
import { Icon } from '../ui/icon';

// The same data as files, with full precision, and the chart as a picture where it can be drawn as one.
export function SaveButtons({ sheet, png }: { sheet: () => Sheet; png?: () => Promise<void> }) {
  const [failed, setFailed] = useState(false);
  const draw = () => png?.().then(() => setFailed(false), () => setFailed(true));
  return (
    <span class="save">
      <Icon name="download" size={16} />
      <button type="button" class="link" onClick={() => saveCsv(sheet())} aria-label={t('table.save_as', { kind: 'CSV' })}>CSV</button>
      <button type="button" class="link" onClick={() => saveXlsx(sheet())} aria-label={t('table.save_as', { kind: 'XLSX' })}>XLSX</button>
      {png && <button type="button" class="link" onClick={draw} aria-label={t('explore.save_picture')}>PNG</button>}
      {failed && <span class="note" role="alert">{t('explore.no_picture')}</span>}
    </span>
  );
}
