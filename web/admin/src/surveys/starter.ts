// The questionnaire a new survey starts from: a recommendation, why, and whether to call.
export function starter(): Record<string, unknown> {
  return {
    key: 'relationship',
    title: { ru: 'Отношения с клиентом', en: 'Client relationship' },
    languages: ['ru', 'en'],
    thanks: { ru: 'Спасибо. Ваш ответ прочтут сегодня.', en: 'Thank you. Your answer will be read today.' },
    pages: [
      {
        id: 'main',
        questions: [
          {
            id: 'recommend', kind: 'recommendation', measures: 'relationship', required: true, hard_to_say: true,
            text: { ru: 'Насколько вероятно, что вы порекомендуете нас коллегам?', en: 'How likely are you to recommend us to a colleague?' },
            low_label: { ru: 'точно не порекомендую', en: 'not at all likely' },
            high_label: { ru: 'точно порекомендую', en: 'extremely likely' },
          },
          { id: 'why', kind: 'text', text: { ru: 'Почему вы так ответили?', en: 'Why did you answer so?' } },
        ],
      },
      {
        id: 'contact',
        questions: [
          { id: 'call', kind: 'contact_request', text: { ru: 'Связаться с вами по этому вопросу?', en: 'Shall we contact you about this?' } },
        ],
      },
    ],
  };
}
