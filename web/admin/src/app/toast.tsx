// Short messages at the bottom: what was done, with "undo" where it can be undone; gone after ten seconds.
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/words';
import { makeStore, useStore } from './store';

interface Toast {
  text: string;
  undo?: () => void;
  deed?: string;  // on the button, instead of "undo"
}

const STAYS_MS = 10_000;
const toast = makeStore<Toast | null>(null);

export function say(text: string, undo?: () => void, deed?: string): void {
  toast.set({ text, ...(undo ? { undo } : {}), ...(deed ? { deed } : {}) });
}

export function Toasts() {
  const shown = useStore(toast);
  useEffect(() => {
    if (!shown) return;
    const timer = window.setTimeout(() => toast.set(null), STAYS_MS);
    return () => window.clearTimeout(timer);
  }, [shown]);
  const undo = () => {
    toast.set(null);
    shown?.undo?.();
  };
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown && (
        <div class="toast">
          <span>{shown.text}</span>
          {shown.undo && <button class="link" type="button" onClick={undo}>{shown.deed ?? t('toast.undo')}</button>}
        </div>
      )}
    </div>
  );
}
