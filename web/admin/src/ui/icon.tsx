// Icons, 20 by 20, drawn with the text's colour. Decorative: the word stands beside, or the button has a label.
const PATHS = {
  today: 'M3 8h14M6 3v3M14 3v3M4 5h12a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Zm3.5 7 2 2 3.5-4',
  responses: 'M4 4h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H9l-4 3v-3H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Zm3 4h6M7 11h4',
  metrics: 'M3 17h14M5 13l3.5-4 3 2.5L16 5',
  surveys: 'M5 3h10a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm2.5 4h5M7.5 10h5M7.5 13h3',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM8 12a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  search: 'M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4Zm4 9 4 4',
  star: 'm10 3 2.2 4.6 5 .7-3.6 3.5.9 5L10 14.4 5.5 16.8l.9-5L2.8 8.3l5-.7L10 3Z',
  lock: 'M5 9h10v8H5V9Zm2 0V6.5a3 3 0 0 1 6 0V9',
  refused: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM5.2 14.8l9.6-9.6',
  alert: 'M10 3.5 17.5 16.5h-15L10 3.5Zm0 5v4M10 14.5h.01',
  up: 'M10 16V4M5 9l5-5 5 5',
  down: 'M10 4v12M5 11l5 5 5-5',
  chevron: 'm6 8 4 4 4-4',
  right: 'm8 5 5 5-5 5',
  close: 'm5 5 10 10M15 5 5 15',
  check: 'm4 10 4 4 8-9',
  open: 'M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7',
  copy: 'M7 7h9v9H7V7Zm-3 6V4h9',
  download: 'M10 3v10M6 9.5l4 4 4-4M4 17h12',
  plus: 'M10 4v12M4 10h12',
  table: 'M3 5h14v10H3V5Zm0 4h14M8 5v10',
  chart: 'M3 16h14M4 12l4-4 3 2 5-5',
  back: 'm12 5-5 5 5 5',
  dots: 'M3 6h14M3 14h14M12 4.5v3M7 12.5v3',
  heat: 'M3 4h6v5H3V4Zm8 0h6v5h-6V4ZM3 11h6v5H3v-5Zm8 0h6v5h-6v-5Z',
} as const;

export type IconName = keyof typeof PATHS;

// For pictures, which are not drawn by the page.
export const iconPath = (name: IconName): string => PATHS[name];

export function Icon({ name, filled = false, size = 20 }: { name: IconName; filled?: boolean; size?: 12 | 16 | 20 }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" focusable="false"
      fill={filled ? 'currentColor' : 'none'} stroke="currentColor" stroke-width={name === 'more' ? 2.5 : 1.6}
      stroke-linecap="round" stroke-linejoin="round">
      <path d={PATHS[name]} />
    </svg>
  );
}
