// Настройки: the company, people, tokens, dimensions, the journal, and the own profile.
import { may } from '../app/session';
import { t, type Key } from '../i18n/words';
import type { Right } from '../api/types';
import { Page } from '../ui/page';
import { AuditTab } from './audit_tab';
import { CompanyTab } from './company_tab';
import { DimensionsTab } from './dimensions_tab';
import { ProfileTab } from './profile_tab';
import { TokensTab } from './tokens_tab';
import { UsersTab } from './users_tab';

const TABS: { key: string; word: Key; right?: Right; show: () => preact.JSX.Element }[] = [
  { key: 'profile', word: 'settings.profile', show: () => <ProfileTab /> },
  { key: 'company', word: 'settings.company', right: 'company.write', show: () => <CompanyTab /> },
  { key: 'users', word: 'settings.users', right: 'users.write', show: () => <UsersTab /> },
  { key: 'tokens', word: 'settings.tokens', right: 'tokens.write', show: () => <TokensTab /> },
  { key: 'dimensions', word: 'settings.dimensions', show: () => <DimensionsTab /> },
  { key: 'audit', word: 'settings.audit', right: 'audit.read', show: () => <AuditTab /> },
];

export function SettingsPage({ tab }: { tab: string }) {
  const tabs = TABS.filter((candidate) => !candidate.right || may(candidate.right));
  const usual = tabs.find((candidate) => candidate.key === 'company') ?? tabs[0]!;
  const shown = tabs.find((candidate) => candidate.key === tab) ?? usual;
  return (
    <Page title={t('nav.settings')}>
      <nav class="tabs" aria-label={t('nav.settings')}>
        {tabs.map((candidate) => (
          <a key={candidate.key} href={`/settings/${candidate.key}`} aria-current={candidate === shown ? 'page' : undefined}>{t(candidate.word)}</a>
        ))}
      </nav>
      {shown.show()}
    </Page>
  );
}
