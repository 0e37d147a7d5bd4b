// The tabs of Показатели. The planner asks nothing of the answers, so it is there before the first of them.
import { useLocation } from '../app/router';
import { t } from '../i18n/words';

export function Tabs({ here, map }: { here: 'one' | 'journey' | 'explore' | 'planner'; map: boolean }) {
  const { search } = useLocation();
  const current = (tab: typeof here) => (tab === here ? 'page' : undefined);
  return (
    <nav class="tabs" aria-label={t('metric.views')}>
      <a href={here === 'planner' ? '/figures' : '/figures' + search} aria-current={current('one')}>{t('metric.one')}</a>
      {map && <a href="/figures/journey" aria-current={current('journey')}>{t('map.title')}</a>}
      <a href={'/figures/explore' + (here === 'planner' ? '' : search)} aria-current={current('explore')}>{t('explore.title')}</a>
      <a href="/figures/planner" aria-current={current('planner')}>{t('plan.title')}</a>
    </nav>
  );
}
