// What the respondent's page does in a browser: without JavaScript, by keyboard, with the network cut, in forced colours.
import { axeSource, launch, samplesFolder, serve } from './form_server.mjs';

const site = await serve(samplesFolder());
const browser = await launch();
let failed = 0;

function check(what, condition, seen = '') {
  if (!condition) {
    failed += 1;
    console.error(`FAILED ${what} ${seen && JSON.stringify(seen)}`);
  }
}

async function on(name, options, deed) {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, ...options });
  const page = await context.newPage();
  await page.goto(`${site.url}/${name}`);
  await deed(page, context);
  await context.close();
}

const visibleScores = (page) => page.$$eval('.said', (all) =>
  all.filter((one) => one.offsetHeight > 0).map((one) => one.textContent));
const fields = (body) => [...new URLSearchParams(body)].filter(([name]) => /^[ao]\./.test(name));

for (const javaScriptEnabled of [false, true]) {
  await on('first_ru', { javaScriptEnabled }, async (page) => {
    check('no score is chosen beforehand', (await visibleScores(page)).length === 0);
    const height = await page.$eval('.page', (all) => all.offsetHeight);
    await page.click('#f-recommend-8');
    check('the score is repeated', (await visibleScores(page)).join() === 'Ваша оценка: 8', await visibleScores(page));
    await page.click('#f-recommend-10');
    check('only the last score is repeated', /^Ваша оценка: 10/.test(await visibleScores(page)));
    check('nothing moves when a score is chosen', height === await page.$eval('.page', (all) => all.offsetHeight));
    await page.click('text=Затрудняюсь ответить');
    check('hard to say takes the score back', (await visibleScores(page)).length === 0);
    check('and is marked', await page.isChecked('input[value=hard_to_say]'));
    await page.fill('textarea', 'Сроки & «цены» 100%\nи <b>ещё</b>');
    await page.click('button[value=next]');
    await page.waitForSelector('h1:has-text("Спасибо")');
    const sent = fields(site.log.bodies.at(-1));
    check('the form is posted as typed', JSON.stringify(sent) === JSON.stringify(
      [['a.recommend', 'hard_to_say'], ['a.why', 'Сроки & «цены» 100%\r\nи <b>ещё</b>']]), sent);
    check('the button is named', /go=next/.test(site.log.bodies.at(-1)));
  });
}

await on('first_chosen_ru', {}, async (page) => {
  check('a link may choose a score', (await visibleScores(page)).join() === 'Ваша оценка: 8');
  check('the language link keeps it', await page.getAttribute('nav a', 'href') === '?lang=en&recommend=8');
});

await on('first_ru', {}, async (page) => {
  const cells = await page.$$eval('.cells label', (all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  check('eleven cells stand in one row', cells.length === 11 && new Set(cells.map((one) => one.top)).size === 1);
  check('cells are 56 px high', cells.every((one) => one.height === 56), cells.map((one) => one.height));
  check('and at least 27 px wide at 320', cells.every((one) => one.width >= 27), cells.map((one) => one.width));
  const small = await page.$$eval('a, button, .opt, textarea', (all) => all
    .filter((one) => one.offsetHeight && one.offsetHeight < 24).map((one) => one.outerHTML));
  check('every target is 24 px high', small.length === 0, small);
});

// By keyboard alone, in the order of reading.
await on('first_ru', {}, async (page) => {
  const focused = () => page.evaluate(() => document.activeElement.value || document.activeElement.textContent);
  await page.keyboard.press('Tab');
  check('the language comes first', await focused() === 'English', await focused());
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  check('arrows move along the scale', await focused() === '1', await focused());
  const ring = await page.$eval('#f-recommend-1 + label', (one) => getComputedStyle(one).outlineStyle);
  check('the focus is seen', ring === 'solid', ring);
  await page.keyboard.press('ArrowLeft');
  check('and back', await page.isChecked('#f-recommend-0'));
  await page.keyboard.press('ArrowLeft');
  check('hard to say is on the same round', await focused() === 'hard_to_say', await focused());
  await page.keyboard.press('Tab');
  check('then the comment', await page.evaluate(() => document.activeElement.tagName) === 'TEXTAREA');
});

for (const javaScriptEnabled of [false, true]) {
  await on('third_ru', { javaScriptEnabled }, async (page) => {
    check('an own text waits for its choice', !(await page.isVisible('#o-channel')));
    await page.click('.opt:has(input[name="a.channel"][value=other])');
    check('and comes with it', await page.isVisible('#o-channel'));
    await page.fill('#o-channel', 'Чат');
    for (const value of ['tubes', 'visits']) await page.click(`.opt:has(input[value=${value}])`);
    await page.fill('#f-volume', '1 200,5');
    await page.fill('#f-start', '2021-05-01');
    await page.click('button[value=back]');
    await page.waitForSelector('h1:has-text("Спасибо")');
    const sent = fields(site.log.bodies.at(-1)).sort();
    check('back sends what was typed', JSON.stringify(sent) === JSON.stringify([['a.channel', 'other'],
      ['a.start', '2021-05-01'], ['a.topics', 'tubes'], ['a.topics', 'visits'], ['a.volume', '1 200,5'],
      ['o.channel', 'Чат'], ['o.topics', '']]), sent);
    check('as the back button', /go=back/.test(site.log.bodies.at(-1)));
  });
}

await on('second_ru', { javaScriptEnabled: false }, async (page) => {
  check('no way to take back what was not given', !(await page.isVisible('.clear')));
  await page.click('#f-effort-2');
  check('a word stands by the score', (await visibleScores(page)).join() === 'Ваша оценка: 2 — мало', await visibleScores(page));
  await page.click('.clear');
  check('an answer can be taken back', (await visibleScores(page)).length === 0);
});

for (const javaScriptEnabled of [false, true]) {
  await on('second_wrong_ru', { javaScriptEnabled }, async (page) => {
    // Autofocus is given after the first frame.
    await page.waitForFunction(() => document.activeElement.id === 'errors', null, { timeout: 3000 })
      .catch(() => check('the list of problems takes the focus', false));
    await page.click('#errors a >> nth=0');
    const at = await page.evaluate(() => document.activeElement.id);
    check('a problem leads to its row', at === 'q-service-documents', at);
    check('what was typed stays', await page.inputValue('#f-share') === 'сто');
    check('and what was marked', await page.isChecked('#f-service-delivery-7'));
  });
}

await on('first_asked_ru', {}, async (page) => {
  await page.waitForFunction(() => document.activeElement.id === 'q-better', null, { timeout: 3000 })
    .catch(() => check('a question that has just appeared takes the focus', false));
});

await on('first_ru', {}, async (page, context) => {
  const posts = site.log.bodies.length;
  await page.fill('textarea', 'Не потеряйте');
  await context.setOffline(true);
  await page.click('button[value=next]');
  check('a cut network is told', await page.isVisible('#offline'));
  check('the text stays', await page.inputValue('textarea') === 'Не потеряйте');
  check('nothing was sent', site.log.bodies.length === posts);
  await context.setOffline(false);
  await page.waitForSelector('h1:has-text("Спасибо")');
  check('it is sent once when the network is back', site.log.bodies.length === posts + 1);
});

await on('first_ru', {}, async (page) => {
  const posts = site.log.bodies.length;
  await page.dblclick('button[value=next]');
  await page.waitForSelector('h1:has-text("Спасибо")');
  check('a double click is one response', site.log.bodies.length === posts + 1, site.log.bodies.length - posts);
});

await on('first_chosen_ru', { forcedColors: 'active' }, async (page) => {
  const ground = (cell) => page.$eval(`label[for=f-recommend-${cell}]`, (one) => getComputedStyle(one).backgroundColor);
  check('forced colours show the choice', await ground(8) !== await ground(7), await ground(8));
});

await on('first_ru', { reducedMotion: 'reduce' }, async (page) => {
  const moves = await page.$$eval('body *', (all) => all.filter((one) => {
    const { transitionDuration, transitionProperty } = getComputedStyle(one);
    return transitionProperty !== 'none' && transitionDuration !== '0s';
  }).length);
  check('nothing moves for those who asked so', moves === 0, moves);
});

// The checker itself must be able to fail.
await on('first_ru', {}, async (page) => {
  await page.$eval('textarea', (one) => { one.removeAttribute('id'); one.removeAttribute('aria-labelledby'); });
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  check('axe sees a field without a name', violations.some(({ id }) => id === 'label'), violations.map(({ id }) => id));
});

await browser.close();
site.close();
console.log(failed ? `${failed} failed` : 'the respondent\'s page behaves');
process.exit(failed ? 1 : 0);
