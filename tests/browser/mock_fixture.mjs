// An invented supplier of pipes and its responses over two years, the same on every run but for today's date.
const DAY_MS = 86_400_000;

export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const STAGES = [
  ['awareness', 'Знакомство', 'Awareness', [['events', 'Мероприятия', 'Events'], ['active_sales', 'Активные продажи', 'Active sales']]],
  ['deal', 'Оценка и сделка', 'Evaluation and deal', [['negotiation', 'Переговоры', 'Negotiation'], ['pricing', 'Ценообразование', 'Pricing'], ['delivery_terms', 'Условия поставки', 'Delivery terms']]],
  ['use', 'Исполнение заказа', 'Use', [['specification', 'Спецификация', 'Specification'], ['replanning', 'Перепланирование', 'Re-planning'], ['order_status', 'Сведения о заказе', 'Order status']]],
  ['after', 'После поставки', 'Post-purchase', [['delivery', 'Доставка', 'Delivery'], ['claims', 'Претензии', 'Claims'], ['reviews', 'Регулярные встречи', 'Regular meetings']]],
].map(([key, ru, en, processes]) => ({ key, name: { ru, en }, processes: processes.map(([id, pru, pen]) => ({ key: id, name: { ru: pru, en: pen } })) }));

export const ROLES = [
  ['economic_buyer', 'Экономический покупатель', 'Economic buyer'],
  ['technical_buyer', 'Технический покупатель', 'Technical buyer'],
  ['operator', 'Пользователь', 'User (operator)'],
].map(([key, ru, en]) => ({ key, name: { ru, en } }));

const SEGMENTS = [['key', 'Ключевые', 'Key accounts'], ['large', 'Крупные', 'Large'], ['medium', 'Средние', 'Medium'], ['small', 'Малые', 'Small']];
const CHANNELS = ['mail', 'phone', 'web'];
const ACCOUNTS = ['ООО „Уралтрубпром“', 'АО „Северный поток труб“', 'Волжский котельный завод', 'Завод „Энергомаш“', 'ПАО „Нефтегазмонтаж“', 'Baltic Steel Trading', 'ТД „Сибирские металлоконструкции и комплектация объектов энергетики“', 'Ремстроймаш', 'Nordic Pipes AB', 'ООО „Агроснаб“', 'Тверской вагоностроительный', 'КранСервис', 'Caspian Drilling', 'ООО „Теплосеть“', 'Алтайметалл', 'Мостоотряд-12'];
const PEOPLE = ['Ольга Петрова', 'Иван Смирнов', 'Андрей Кузнецов', 'Марина Волкова', 'Anna Lindqvist', 'Тимур Ахметов', 'Сергей Орлов', 'Екатерина Ким', 'John Carter', 'Наталья Белова', 'Дмитрий Гусев', 'Лейла Алиева'];
const WORDS = {
  detractor: [
    ['ru', 'Недогруз третий раз за квартал. Менеджер узнаёт об этом от нас, а не от склада.', 'delivery'],
    ['ru', 'О переносе срока сказали в день отгрузки. Бригада стояла сутки, и никто не перезвонил.', 'replanning'],
    ['ru', 'Претензию рассматривали сорок дней. Ответ пришёл без подписи и без решения, пришлось писать заново, звонить юристам и ждать ещё две недели. За это время мы купили трубу у соседей дороже, но с понятным сроком.', 'claims'],
    ['ru', 'Цену пересчитали после подписания спецификации.', 'pricing'],
    ['en', 'Certificates arrive a week after the pipes. We cannot start welding without them.', 'specification'],
    ['ru', 'Личный кабинет показывает «в производстве», хотя труба уже на станции.', 'order_status'],
  ],
  passive: [
    ['ru', 'Качество ровное, вопросов к металлу нет. Хочется короче срок ответа по заявке.', 'negotiation'],
    ['ru', 'Нормально. Упаковка лучше, чем год назад.', 'delivery'],
    ['en', 'Solid supplier, but the portal is slow and only partly in English.', 'order_status'],
    ['ru', 'Дороже соседей на четыре процента, держимся из-за сроков.', 'pricing'],
  ],
  promoter: [
    ['ru', 'Ирина всегда на связи: в субботу нашла вагон, и мы не сорвали пуск.', 'delivery'],
    ['ru', 'Вместе пересчитали спецификацию и сняли лишние двенадцать тонн. Так работают свои.', 'specification'],
    ['ru', 'Быстро, честно, без звонков по кругу.', 'negotiation'],
    ['en', 'They tell us about a delay before we notice it. That is why we stay.', 'replanning'],
    ['ru', 'Ежемесячные встречи с технологом окупились за квартал.', 'reviews'],
  ],
};

const classOf = (score) => (score >= 9 ? 'promoter' : score >= 7 ? 'passive' : 'detractor');
const pick = (list, at) => list[Math.floor(at() * list.length)];
const uuid = (at) => 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(at() * 16).toString(16));

function scoreFor(at, lift) {
  const roll = at() + lift;
  if (roll < 0.2) return Math.floor(at() * 7);
  if (roll < 0.46) return 7 + Math.floor(at() * 2);
  return 9 + Math.floor(at() * 2);
}

const ratingFor = (at, lift) => Math.max(1, Math.min(5, Math.round(3.9 + lift + (at() - 0.5) * 3)));
const PROCESS_LIFT = { claims: -1.1, replanning: -0.7, reviews: 0.5, pricing: -0.3, specification: 0.3 };
const ROLE_LIFT = { economic_buyer: 0.1, technical_buyer: 0.25, operator: -0.25 };

// One response; `ageDays` old. Ratings are by process, the recommendation is the relationship's.
export function makeResponse(at, seq, time, ageDays) {
  const account = Math.floor(at() * ACCOUNTS.length);
  const role = pick(ROLES, at).key;
  const segment = SEGMENTS[account % SEGMENTS.length][0];
  const isSupport = at() < 0.35;
  const channel = ageDays > 300 ? (at() < 0.9 ? 'mail' : 'web') : at() < 0.8 ? 'phone' : 'web';
  const lift = (channel === 'phone' ? 0.09 : 0) + (segment === 'key' ? 0.1 : segment === 'small' ? -0.1 : 0) - (isSupport ? 0.05 : 0);
  const hard = at() < 0.04;
  const score = hard ? null : scoreFor(at, lift);
  const about = score === null ? null : pick(WORDS[classOf(score)], at);
  const wordless = at() < 0.35;
  const process = about?.[2] ?? 'delivery';
  const stage = STAGES.find((candidate) => candidate.processes.some((one) => one.key === process)).key;
  const ratings = {};
  for (const candidate of STAGES) {
    for (const one of candidate.processes) {
      const relevant = role === 'operator' ? ['use', 'after'].includes(candidate.key) : at() < 0.8;
      if (relevant && at() < 0.75) ratings[one.key] = ratingFor(at, (PROCESS_LIFT[one.key] ?? 0) + ROLE_LIFT[role]);
    }
  }
  const abandoned = at() < 0.03;
  return {
    id: uuid(at), seq, at: new Date(time).toISOString(), survey: isSupport ? 'support' : 'relationship', version: ageDays > 500 ? 1 : 2,
    channel, language: about?.[0] ?? 'ru', account: { id: `a${account}`, name: ACCOUNTS[account] },
    contact: { id: `c${account}-${seq % 3}`, name: pick(PEOPLE, at), role }, segment,
    score, hard, ratings: abandoned ? {} : ratings, comment: about && !wordless ? about[1] : null, stage: isSupport ? 'after' : stage,
    starred: at() < 0.03, abandoned, wantsCall: at() < 0.2,
  };
}

export function makeCompany({ responses = 1400, now = Date.now() } = {}) {
  const at = random(20261121);
  const list = [];
  for (let index = 0; index < responses; index++) {
    // The newest a few minutes old, the oldest two years; denser lately.
    const age = responses === 1 ? 0 : ((responses - 1 - index) / (responses - 1)) ** 1.35 * 730;
    list.push(makeResponse(at, index + 1, now - age * DAY_MS - 4 * 60_000 - at() * 3_000_000, age));
  }
  list.sort((a, b) => a.at.localeCompare(b.at)).forEach((response, index) => { response.seq = index + 1; });
  return { responses: list, at, segments: SEGMENTS, channels: CHANNELS };
}

export const PULSE = 'pulse_anonymous';
export const TITLES = {
  relationship: { ru: 'Отношения с клиентом', en: 'Client relationship' }, support: { ru: 'После обращения в поддержку', en: 'After support' }, [PULSE]: { ru: 'Пульс команды', en: 'Team pulse' },
};
