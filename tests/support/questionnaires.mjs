// Questionnaires of the end-to-end tests.

const both = (ru, en) => ({ ru, en });

// Every kind of question on two pages; "why" is shown to detractors only, and the second page goes away for refusers.
export const everyKind = (key = 'every_kind') => ({
  key,
  title: both('Все виды вопросов', 'Every kind of question'),
  languages: ['ru', 'en'],
  criteria: [
    { id: 'price', name: both('Цена', 'Price'), stage: 'buying', process: 'pricing' },
    { id: 'speed', name: both('Скорость', 'Speed'), stage: 'use', process: 'operation' },
  ],
  pages: [
    {
      id: 'first',
      questions: [
        { id: 'recommend', kind: 'recommendation', text: both('Порекомендуете нас?', 'Will you recommend us?'), required: true,
          measures: 'relationship' },
        { id: 'why', kind: 'text', text: both('Что случилось?', 'What happened?'), max_characters: 100,
          show_if: { question: 'recommend', op: '<=', value: 6 } },
        { id: 'overall', kind: 'rating', text: both('В целом?', 'Overall?'), scale: { min: 1, max: 5 }, measures: 'satisfaction',
          hard_to_say: true },
        { id: 'channel_used', kind: 'single', text: both('Как обращались?', 'How did you reach us?'), other: true,
          options: [{ id: 'phone', text: both('Телефон', 'Phone') }, { id: 'mail', text: both('Почта', 'Mail') }] },
      ],
    },
    {
      id: 'second',
      show_if: { not: { question: 'channel_used', op: '=', value: 'mail' } },
      questions: [
        { id: 'quality', kind: 'matrix', text: both('Оцените', 'Rate'), scale: { min: 1, max: 5 }, hard_to_say: true,
          rows: [{ id: 'price', text: both('Цена', 'Price'), criterion: 'price' },
                 { id: 'speed', text: both('Скорость', 'Speed'), criterion: 'speed' }] },
        { id: 'weight', kind: 'importance', text: both('Насколько важно', 'How important'), scale: { min: 1, max: 5 },
          rows: [{ id: 'price', text: both('Цена', 'Price'), criterion: 'price' }] },
        { id: 'used', kind: 'multiple', text: both('Чем пользовались?', 'What did you use?'),
          options: [{ id: 'site', text: both('Сайт', 'Site') }, { id: 'app', text: both('Приложение', 'App') }] },
        { id: 'again', kind: 'yes_no', text: both('Купите снова?', 'Will you buy again?') },
        { id: 'orders', kind: 'number', text: both('Сколько заказов?', 'How many orders?'), min: 0, max: 100, decimals: 1 },
        { id: 'since', kind: 'date', text: both('С какого дня?', 'Since when?') },
        { id: 'call_me', kind: 'contact_request', text: both('Связаться с вами?', 'Shall we contact you?') },
      ],
    },
  ],
});

// One recommendation, for counting.
export const oneScore = (key, measures = 'relationship', more = {}) => ({
  key,
  title: both('Одна оценка', 'One score'),
  languages: ['ru', 'en'],
  pages: [{ id: 'one', questions: [
    { id: 'recommend', kind: 'recommendation', text: both('Порекомендуете?', 'Will you recommend us?'), measures }] }],
  ...more,
});

export async function addSurvey(administrator, document) {
  const reply = await administrator.post('/api/v1/surveys', { document });
  if (reply.status !== 201) throw new Error(`saving ${document.key}: ${reply.status} ${reply.text}`);
  return reply.json;
}
