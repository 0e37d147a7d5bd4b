// A dialog for what cannot be undone; its button is named by the deed.
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/words';

export function Confirm({ title, text, deed, onYes, onNo }: { title: string; text: string; deed: string; onYes: () => void; onNo: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="dialog" onClose={onNo} aria-labelledby="confirm-title">
      <h2 id="confirm-title">{title}</h2>
      <p>{text}</p>
      <p class="button-row">
        <button type="button" class="button danger" onClick={onYes}>{deed}</button>
        <button type="button" class="button" onClick={onNo} autofocus>{t('action.cancel')}</button>
      </p>
    </dialog>
  );
}
