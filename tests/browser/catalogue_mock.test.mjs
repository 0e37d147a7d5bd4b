// The catalogue of metrics in a real browser: definitions drawn, and the company's own metrics made, changed, removed and put back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from './browser.mjs';
import { startMock } from './mock_server.mjs';
import { axeFindings, bareFigures, overflowingAt } from './page_checks.mjs';
import { follow, openPage, settle } from './visit.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

const plain = (text) => text.replaceAll('\u2060', '').replace(/\s+/g, ' ').trim();
const said = async (locator) => plain(await locator.innerText());
const card = (page, key) => page.locator(`#metric-${key}`);
const cells = (locator) => locator.locator('.score-cell').evaluateAll((all) => all.map((cell) => [cell.querySelector('b').textContent, cell.querySelector('.hidden')?.textContent ?? '', cell.classList[1]].join(' ')));
const fine = async (page) => {
  assert.deepEqual(await axeFindings(page), []);
  assert.deepEqual(await overflowingAt(page), [], 'wider than the window');
  assert.deepEqual((await bareFigures(page)).lacking, []);
};

describe('in Russian, by one who may write the settings', () => {
  let mock, visit, page;
  before(async () => {
    mock = await startMock({ loggedIn: true });
    visit = await openPage(browser, mock, '/figures', { expected: [/422|409/] });
    page = visit.page;
    page.setDefaultTimeout(8000);
    await page.getByRole('link', { name: 'Каталог' }).click();
    await page.locator('.definition').first().waitFor();
    await settle(page);
  });
  after(async () => {
    await visit?.context.close();
    await mock?.close();
  });

  it('draws every definition, those with answers first', async () => {
    assert.equal(await said(page.locator('.conclusion')), 'В каталоге 7 показателей. По вашим ответам считаются 5, об остальных пока не спрашивали.');
    assert.equal(await page.getByRole('link', { name: 'Каталог' }).getAttribute('aria-current'), 'page');
    assert.deepEqual(await page.locator('.definition code').allTextContents(), ['nps', 'nsat', 'csat', 'csi', 'mean_rating', 'nsat_ms4', 'score_any']);
    assert.deepEqual(await cells(card(page, 'nps')), [...[0, 1, 2, 3, 4, 5, 6].map((score) => `${score} минус detractor`), '7 ноль passive', '8 ноль passive', '9 плюс promoter', '10 плюс promoter']);
    assert.deepEqual(await cells(card(page, 'csat')), ['1 не входит passive', '2 не входит passive', '3 не входит passive', '4 входит promoter', '5 входит promoter']);
    assert.equal((await cells(card(page, 'mean_rating'))).length, 5);
    const formulas = { nps: 'NPS = % промоутеров (9–10) − % критиков (0–6)', nsat_ms4: 'NSAT-MS = % оценок 4 − % оценок 1–2 + 100', csat: 'Доля довольных (CSAT) = % оценок 4–5' };
    for (const [key, text] of Object.entries(formulas)) assert.equal(await said(card(page, key).locator('.formula-text')), text);
    assert.equal(await card(page, 'csi').locator('math mfrac').count(), 2);
    assert.deepEqual(await card(page, 'csi').locator('math').evaluate((math) => [math.namespaceURI, math.getBoundingClientRect().height > 30]), ['http://www.w3.org/1998/Math/MathML', true]);
  });

  it('works an example, named as one', async () => {
    const examples = {
      nps: '10 ответов: 5 промоутеров, 3 нейтрала, 2 критика. 50 % − 20 % = 30', csat: '10 ответов, из них 7 с оценкой 4–5. 7 / 10 = 70 %',
      nsat_ms4: '10 ответов: 5 с оценкой 4, 3 с оценкой 3, 2 с оценкой 1–2. 50 % − 20 % + 100 = 130', score_any: 'На шкале от 1 до 5. Оценки: 5, 5, 4, 2. (5 + 5 + 4 + 2) / 4 = 4',
      csi: 'Два критерия: важность 4, оценка 5; важность 2, оценка 2. (4 · 5 + 2 · 2) / (4 + 2) · 100 / 5 = 80 %',
    };
    for (const [key, text] of Object.entries(examples)) assert.equal(await said(card(page, key).locator('.example')), `Пример, числа придуманы ${text}`);
  });

  it('says how sure figures are, and leads to them where there are any', async () => {
    assert.match(await said(card(page, 'csat').locator('dl')), /Интервал Уилсона: .+ Ответы 1 400 ответов · К цифрам$/);
    assert.match(await said(card(page, 'score_any').locator('dl')), /^Шкала любая: какая у вопроса Интервал Стьюдента: .+ Ответы пока не спрашивали$/);
    assert.equal(await card(page, 'score_any').getByRole('link').count(), 0);
    await card(page, 'csat').getByRole('link', { name: /^К цифрам/ }).click();
    await page.waitForURL('**/figures?metric=csat');
    await follow(page, '/figures/catalogue');
    await card(page, 'csat').waitFor();
    await settle(page);
    assert.equal(await page.getByRole('button', { name: 'Удалить' }).count(), 0, 'built-in metrics stay as they are');
    await fine(page);
  });

  it('names what is wrong with an own metric at its field', async () => {
    await page.getByRole('button', { name: 'Свой показатель' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.name), 'key');
    await page.getByLabel('Ключ').fill('nps');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Ключ „nps“ занят: NPS. Нужен другой.').waitFor();
    await page.getByLabel('Ключ').fill('Ключ');
    await page.getByLabel('Наибольшая оценка').fill('пять');
    await page.getByText('Впишите шкалу').waitFor();
    await page.getByRole('button', { name: 'Сохранить' }).click();
    for (const [label, text] of [['Ключ', 'нужны латинские буквы'], ['Название по-русски', 'хотя бы на одном языке'], ['Наибольшая оценка', 'нужно целое число больше наименьшей']]) {
      const field = page.getByLabel(label);
      await page.locator(`[id="${await field.getAttribute('aria-describedby')}"]`).filter({ hasText: text }).waitFor();
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
    }
    await page.getByText('Поправьте отмеченные поля.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.name), 'key', 'the first wrong field has the focus');
    await fine(page);
  });

  it('draws an own metric while it is typed, keyboard in hand, and saves it', async () => {
    await page.getByLabel('Ключ').fill('easy');
    await page.getByLabel('Название по-русски').fill('Лёгкость');
    await page.getByLabel('Наибольшая оценка').fill('4');
    const preview = page.getByRole('group', { name: 'Так это будет в каталоге' });
    assert.equal(await said(preview.locator('.formula-text')), 'Лёгкость = % оценок 3–4 − % оценок 1–2');
    await page.getByRole('radiogroup', { name: 'Оценка 3' }).getByRole('radio', { name: 'плюс' }).focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await said(preview.locator('.formula-text')), 'Лёгкость = % оценок 4 − % оценок 1–2');
    await page.getByLabel('Как считать').selectOption('share');
    await page.getByLabel('Оценка 4 входит').uncheck();
    await page.getByLabel('Оценка 3 входит').uncheck();
    assert.equal(await said(preview), 'Так это будет в каталоге 1 0 не входит 2 0 не входит 3 0 не входит 4 0 не входит Ни одна оценка не считается: отметьте хотя бы одну.');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByRole('group', { name: 'Какие оценки входят' }).getByText('Хотя бы одна оценка должна считаться.').waitFor();
    await page.getByLabel('Оценка 1 входит').check();
    await page.getByLabel('меньше — лучше').check();
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await card(page, 'easy').waitFor();
    await page.getByText('Сохранено: Лёгкость, версия 1').waitFor();
    const { measures, range, ...kept } = mock.state.own[0];
    assert.deepEqual([kept.kind, kept.name, kept.scale, kept.f, kept.lower_is_better], ['share', { ru: 'Лёгкость' }, { min: 1, max: 4 }, [1, 0, 0, 0], true]);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'metric-easy', 'the focus is on what was made');
    assert.match(await said(card(page, 'easy').locator('.card-head')), /^Лёгкость свой меньше — лучше easy версия 1$/);
  });

  it('changes it in its place', async () => {
    await card(page, 'easy').getByRole('button', { name: 'Изменить: Лёгкость' }).click();
    assert.equal(await page.getByLabel('Ключ').count(), 0);
    assert.equal(await page.getByLabel('Оценка 1 входит').isChecked(), true);
    await page.getByLabel('Оценка 2 входит').check();
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await card(page, 'easy').getByText('версия 2').waitFor();
    assert.equal(await said(card(page, 'easy').locator('.formula-text')), 'Лёгкость = % оценок 1–2');
    await card(page, 'easy').getByRole('button', { name: 'Изменить: Лёгкость' }).click();
    await page.getByRole('button', { name: 'Отмена' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'edit-easy');
  });

  it('removes it, not as the headline, and puts it back the same', async () => {
    const usual = mock.state.settings.headline;
    mock.state.settings.headline = { ...usual, metric: 'easy' };
    const remove = card(page, 'easy').getByRole('button', { name: 'Удалить: Лёгкость' });
    await remove.click();
    await page.getByText('Это главный показатель. Сначала выберите в настройках другой.').waitFor();
    mock.state.settings.headline = usual;
    const { kind, name, scale, f, lower_is_better, question_kinds } = mock.state.own[0];
    await remove.click();
    await card(page, 'easy').waitFor({ state: 'detached' });
    assert.equal(mock.state.own.length, 0);
    assert.match(await said(page.locator('.toast')), /^Показатель удалён: Лёгкость\. Ответы на месте Вернуть$/);
    await page.getByRole('button', { name: 'Вернуть' }).click();
    await card(page, 'easy').waitFor();
    await page.getByText('Показатель возвращён: Лёгкость').waitFor();
    const again = mock.state.own[0];
    assert.deepEqual([again.kind, again.name, again.scale, again.f, again.lower_is_better, again.question_kinds], [kind, name, scale, f, lower_is_better, question_kinds]);
    assert.deepEqual(visit.said, []);
  });
});

it('in English, dark, on a phone: accessible, and fits with a long scale too', async () => {
  const mock = await startMock({ loggedIn: true, language: 'en' });
  const { context, page, said: complaints } = await openPage(browser, mock, '/figures/catalogue', { width: 390, theme: 'dark' });
  await page.locator('.definition').first().waitFor();
  assert.equal(await said(card(page, 'nps').locator('.formula-text')), 'NPS = % promoters (9–10) − % detractors (0–6)');
  assert.equal(await said(card(page, 'nsat').locator('.example .working')), '50% − 20% = 30');
  await page.getByRole('button', { name: 'Own metric' }).click();
  await page.getByLabel('Lowest score').fill('0');
  await page.getByLabel('Highest score').fill('10');
  const tops = await page.locator('.score-field').evaluateAll((all) => all.map((field) => field.getBoundingClientRect().top));
  assert.equal(new Set(tops).size, 1, 'eleven scores stand in one row');
  assert.ok(await page.locator('.score-field label').evaluateAll((all) => all.every((label) => label.getBoundingClientRect().width >= 24)), 'wide enough for a thumb');
  await fine(page);
  await page.getByLabel('Highest score').fill('100');
  assert.deepEqual(await cells(page.locator('.own-preview')), ['0–39 minus detractor', '40–60 zero passive', '61–100 plus promoter']);
  assert.deepEqual(await overflowingAt(page), []);
  assert.deepEqual(complaints, []);
  await context.close();
  await mock.close();
});

it('who may not write the settings reads it all and changes nothing', async () => {
  const mock = await startMock({ loggedIn: true, rights: ['responses.read', 'figures.read'], responses: 0 });
  mock.state.own.push({ key: 'easy', version: 1, kind: 'mean', name: { ru: 'Лёгкость' }, description: {}, unit: 'score', scale: { min: 1, max: 3 }, f: [1, 2, 3], offset: 0, range: { min: 1, max: 3 }, lower_is_better: false, own: true, measures: [], responses: 0 });
  const { context, page, said: complaints } = await openPage(browser, mock, '/figures/catalogue');
  await card(page, 'easy').waitFor();
  assert.equal(await said(page.locator('.conclusion')), 'В каталоге 8 показателей. Ответов для них ещё нет.');
  assert.equal(await page.locator('main').getByRole('button').count(), 0);
  assert.equal(await said(card(page, 'easy').locator('.working')), '(3 + 2 + 1) / 3 = 2');
  assert.deepEqual(complaints, []);
  await context.close();
  await mock.close();
});
