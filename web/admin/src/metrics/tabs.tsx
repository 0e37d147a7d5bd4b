// The tabs of Показатели. The planner and the catalogue ask nothing of the answers, so they are there before the first of them.
import { useLocation } from '../app/router';
import { t } from '../i18n/words';

export function Tabs({ here, map }: { here: 'one' | 'journey' | 'explore' | 'planner' | 'catalogue'; map: boolean }) {
  const { search } = useLocation();
  // Without the filters of the figures.
  const bare = here === 'planner' || here === 'catalogue';
  const current = (tab: typeof here) => (tab === here ? 'page' : undefined);
  return (
    <nav class="tabs" aria-label={t('metric.views')}>
      <a href={bare ? '/figures' : '/figures' + search} aria-current={current('one')}>{t('metric.one')}</a>
      {map && <a href="/figures/journey" aria-current={current('journey')}>{t('map.title')}</a>}
      <a href={'/figures/explore' + (bare ? '' : search)} aria-current={current('explore')}>{t('explore.title')}</a>
      <a href="/figures/planner" aria-current={current('planner')}>{t('plan.title')}</a>
      <a href="/figures/catalogue" aria-current={current('catalogue')}>{t('catalogue.title')}</a>
    </nav>
  );
}
