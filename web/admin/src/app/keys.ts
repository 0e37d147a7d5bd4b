// Keyboard shortcuts. A Latin key wins; on another layout the physical key counts, so that J is J on a Russian keyboard.
import { useEffect, useRef } from 'preact/hooks';
import { currentSession } from './session';

export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

// The name of the key as in the list of shortcuts: "j", "enter", "?", "/", "*".
export function keyName(event: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
  if (/^[a-z0-9/?*]$/i.test(event.key)) return event.key.toLowerCase();
  if (/^Key[A-Z]$/.test(event.code) && event.key.length === 1) return event.code.slice(3).toLowerCase();
  // On the Russian layout this key gives a full stop, and a comma with Shift.
  if (event.code === 'Slash') return event.shiftKey ? '?' : '/';
  return event.key.toLowerCase();
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest?.('input, textarea, select, [contenteditable]');
}

export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const name = keyName(event);
      if (name !== 'escape' && (isTyping(event.target) || currentSession()?.user.single_keys === false)) return;
      if (name === 'enter' && (event.target as HTMLElement | null)?.closest?.('a, button, summary')) return;
      const action = latest.current[name];
      if (!action) return;
      if (name !== 'escape') event.preventDefault();
      action(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
