// Short messages at the bottom: what was done, with "undo" where it can be undone; gone after ten seconds.
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/words';
import { makeStore, useStore } from './store';

interface Toast {
  text: string;
  undo?: () => void;
}

const STAYS_MS = 10_000;
const toast = makeStore<Toast | null>(null);

export function say(text: string, undo?: () => void): void {
  toast.set(undo ? { text, undo } : { text });
}

export function Toasts() {
  const shown = useStore(toast);
  useEffect(() => {
    if (!shown) return;
    const timer = window.setTimeout(() => toast.set(null), STAYS_MS);
    return () => window.clearTimeout(timer);
  }, [shown]);
  const undo = () => {
    shown?.undo?.();
    toast.set(null);
  };
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown && (
        <div class="toast">
          <span>{shown.text}</span>
          {shown.undo && <button class="link" type="button" onClick={undo}>{t('toast.undo')}</button>}
        </div>
      )}
    </div>
  );
}
