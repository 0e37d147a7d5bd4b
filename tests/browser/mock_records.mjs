// Shapes of surveys and responses as the API gives them.
import { PULSE, ROLES, STAGES, TITLES } from './mock_fixture.mjs';

const classOf = (score) => (score >= 9 ? 'promoter' : score >= 7 ? 'passive' : 'detractor');

export function listItem(one) {
  return {
    id: one.id, seq: one.seq, survey: one.survey, survey_title: TITLES[one.survey], version: one.version, at: one.at, channel: one.channel, language: one.language,
    account: one.account, contact: one.contact, comment: one.comment, stage: one.stage, starred: one.starred, abandoned: one.abandoned,
    score: one.score === null ? null : { item: 'recommend', value: one.score, scale_min: 0, scale_max: 10, class: classOf(one.score) },
  };
}

function keeps(query, one) {
  const get = (key) => query.get(key);
  const day = one.at.slice(0, 10);
  const text = `${one.comment ?? ''} ${one.account?.name ?? ''} ${one.contact?.name ?? ''}`.toLowerCase();
  return (!get('survey') || get('survey') === one.survey) && (!get('class') || (one.score !== null && classOf(one.score) === get('class')))
    && (!get('channel') || get('channel') === one.channel) && (!get('stage') || get('stage') === one.stage) && (!get('segment') || get('segment') === one.segment)
    && (!get('role') || get('role') === one.contact?.role) && (!get('from') || day >= get('from')) && (!get('to') || day <= get('to'))
    && (get('has_comment') !== 'true' || one.comment) && (get('starred') !== 'true' || one.starred) && (!get('q') || text.includes(get('q').toLowerCase()));
}

export function listResponses(state, query) {
  const limit = Number(query.get('limit') ?? 50);
  const kept = state.responses.filter((one) => keeps(query, one)).reverse();
  const page = kept.filter((one) => (!query.get('before') || one.seq < Number(query.get('before'))) && (!query.get('after') || one.seq > Number(query.get('after'))));
  return { responses: page.slice(0, limit).map(listItem), next_before: page.length > limit ? page[limit - 1].seq : null, total: kept.length };
}

export function fullResponse(state, one) {
  const rows = STAGES.flatMap((stage) => stage.processes).map((process) => ({
    id: process.key, text: process.name, state: process.key in one.ratings ? 'answered' : one.contact.role === 'operator' ? 'not_shown' : 'not_answered', value: one.ratings[process.key] ?? null,
  }));
  const segment = state.segments.find(([key]) => key === one.segment);
  return {
    ...listItem(one), started_at: one.at,
    answers: [
      { id: 'recommend', kind: 'recommendation', text: { ru: 'Насколько вероятно, что вы порекомендуете нас коллегам?', en: 'How likely are you to recommend us to a colleague?' }, state: one.hard ? 'hard_to_say' : 'answered', value: one.score, text_value: null, scale: { min: 0, max: 10 } },
      { id: 'why', kind: 'text', text: { ru: 'Почему вы так ответили?', en: 'Why did you answer so?' }, state: one.comment ? 'answered' : 'not_answered', value: one.comment, text_value: one.comment ? { [one.language]: one.comment } : null },
      { id: 'processes', kind: 'matrix', text: { ru: 'Оцените, как у нас устроено', en: 'Rate how we do these' }, state: 'answered', value: one.ratings, text_value: null, scale: { min: 1, max: 5 }, rows },
      { id: 'alternatives', kind: 'text', text: { ru: 'Кого ещё вы рассматривали?', en: 'Whom else did you consider?' }, state: 'not_shown', value: null, text_value: null },
      { id: 'call', kind: 'contact_request', text: { ru: 'Связаться с вами по этому вопросу?', en: 'Shall we contact you about this?' }, state: 'answered', value: one.wantsCall, text_value: null },
    ],
    dimensions: [
      { key: 'segment', name: { ru: 'Сегмент', en: 'Segment' }, value: one.segment, label: { ru: segment[1], en: segment[2] } },
      { key: 'role', name: { ru: 'Роль', en: 'Role' }, value: one.contact.role, label: ROLES.find((role) => role.key === one.contact.role).name },
      { key: 'channel', name: { ru: 'Канал', en: 'Channel' }, value: one.channel, label: { ru: one.channel, en: one.channel } },
    ],
  };
}

export function surveyItem(state, key) {
  if (key === PULSE) return { key, title: TITLES[key], version: 1, languages: ['ru', 'en'], state: state.states[key], started: state.pulse.length, finished: state.pulse.length, abandoned: 0, last_response_at: state.pulse.length ? new Date(new Date().setUTCHours(0, 0, 0, 0) - 3 * 3_600_000).toISOString() : null, anonymous: true, link: `https://otklik.example/s/${key}` };
  const mine = state.responses.filter((one) => one.survey === key);
  const abandoned = mine.filter((one) => one.abandoned).length;
  return {
    key, title: TITLES[key], version: 2, languages: ['ru', 'en'], state: state.states[key], started: mine.length + 12, finished: mine.length - abandoned, abandoned,
    last_response_at: mine.at(-1)?.at ?? null, anonymous: false, link: `https://otklik.example/s/${key}`,
  };
}

function pulseFull(state) {
  const question = { id: 'recommend', kind: 'recommendation', measures: 'employer', required: true, text: { ru: 'Насколько вероятно, что вы порекомендуете нашу компанию как место работы?', en: 'How likely are you to recommend our company as a place to work?' } };
  return {
    ...surveyItem(state, PULSE),
    document: { key: PULSE, title: TITLES[PULSE], languages: ['ru', 'en'], anonymous: { minimum: 5 }, pages: [{ id: 'main', questions: [question] }] },
    versions: [{ version: 1, created_at: '2026-01-18T09:00:00Z', created_by: null, responses: state.pulse.length, breaks: [] }],
  };
}

export function surveyFull(state, key) {
  if (key === PULSE) return pulseFull(state);
  const question = { id: 'recommend', kind: 'recommendation', measures: key, required: true, hard_to_say: true, text: { ru: 'Насколько вероятно, что вы порекомендуете нас коллегам?', en: 'How likely are you to recommend us to a colleague?' } };
  return {
    ...surveyItem(state, key),
    document: { key, title: TITLES[key], languages: ['ru', 'en'], pages: [{ id: 'main', questions: [question, { id: 'processes', kind: 'matrix', scale: { min: 1, max: 5 }, text: { ru: 'Оцените, как у нас устроено', en: 'Rate how we do these' }, rows: STAGES.flatMap((stage) => stage.processes).map((process) => ({ id: process.key, text: process.name })) }, { id: 'why', kind: 'text', text: { ru: 'Почему вы так ответили?', en: 'Why did you answer so?' } }] }] },
    versions: [
      { version: 2, created_at: '2025-07-08T10:20:00Z', created_by: 'Павел Зайцев', responses: state.responses.filter((one) => one.survey === key && one.version === 2).length, breaks: ['processes.claims'] },
      { version: 1, created_at: '2024-11-18T09:00:00Z', created_by: 'Ирина Новикова', responses: state.responses.filter((one) => one.survey === key && one.version === 1).length, breaks: [] },
    ],
  };
}
